package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

/**
 * Bytes that are not an acceptable COSE_Sign1. The message is the text CCF answers with, to be
 * passed on to the client as it is (spec 03, 2.3).
 */
public final class CoseException extends LedgerFormatException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message the text for the client
     */
    public CoseException(String message) {
        super(message);
    }
}
