package dev.tallystick.platform;

/** The platform cannot be used or does not give evidence: a start-up error of the environment. */
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure described by {@code message}, which names the path or device. */
    public PlatformException(String message) {
        super(message);
    }

    /** A failure described by {@code message} and its cause. */
    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
