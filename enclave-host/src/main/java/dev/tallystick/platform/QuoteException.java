package dev.tallystick.platform;

/**
 * Evidence is refused. The message says why, in CCF's words where its clients match them (spec 07,
 * section 5).
 */
public final class QuoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refused because of {@code message}. */
    public QuoteException(String message) {
        super(message);
    }

    /** Refused because of {@code message}, found through {@code cause}. */
    public QuoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
