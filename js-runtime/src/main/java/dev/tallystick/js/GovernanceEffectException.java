package dev.tallystick.js;

/**
 * A governance effect was refused; the message becomes that of the script's {@code InternalError}.
 */
public final class GovernanceEffectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the text that the script sees after {@code InternalError: }. */
    public GovernanceEffectException(String message) {
        super(message);
    }
}
