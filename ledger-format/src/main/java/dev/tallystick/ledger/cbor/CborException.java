package dev.tallystick.ledger.cbor;

import dev.tallystick.ledger.LedgerFormatException;

/** Bytes that are not well-formed CBOR, or exceed the bounds of {@link CborReader}. */
public final class CborException extends LedgerFormatException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, with the offset of the offending item
     */
    public CborException(String message) {
        super(message);
    }
}
