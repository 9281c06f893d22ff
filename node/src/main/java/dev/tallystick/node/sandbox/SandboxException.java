package dev.tallystick.node.sandbox;

/**
 * The sandbox cannot go on; the message says why and what to do, for the person at the keyboard.
 */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a reason only. */
    public SandboxException(String message) {
        super(message);
    }

    /** With the error beneath. */
    public SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
