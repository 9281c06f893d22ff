package dev.tallystick.ledger;

/**
 * Foreign bytes do not have the form that the formats require.
 *
 * <p>The only exception by which the parsers of this module refuse their input. Its message says
 * what was expected and what was found, but holds no secrets and no private values.
 */
public class LedgerFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerFormatException(String message) {
        super(message);
    }

    public LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
