package dev.tallystick.governance.effects;

/** Recovery shares cannot be issued as the members and the threshold are (spec 03, 1.3). */
public final class ShareException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShareException(String message) {
        super(message);
    }

    ShareException(String message, Throwable cause) {
        super(message, cause);
    }
}
