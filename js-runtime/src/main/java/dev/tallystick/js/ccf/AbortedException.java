package dev.tallystick.js.ccf;

/** The request cannot go on, whatever the script does about it. */
public final class AbortedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the text for the client. */
    public AbortedException(String message) {
        super(message);
    }
}
