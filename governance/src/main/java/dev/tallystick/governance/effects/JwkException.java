package dev.tallystick.governance.effects;

/** A set of keys of which one cannot be used; the message names it. */
public final class JwkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JwkException(String message) {
        super(message);
    }

    JwkException(String message, Throwable cause) {
        super(message, cause);
    }
}
