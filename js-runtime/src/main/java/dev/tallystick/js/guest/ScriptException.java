package dev.tallystick.js.guest;

import org.jspecify.annotations.Nullable;

/** A script could not be loaded, or threw, or was stopped. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    /** At which step it failed. */
    public enum Kind {
        /** No such module. */
        NOT_FOUND,
        /** A syntax error in it, or in a module that it imports. */
        NOT_COMPILED,
        /** A module that it imports does not exist. */
        NOT_RESOLVED,
        /** It imports a name that the other module does not export. */
        NOT_LINKED,
        /** It threw while it ran, or exhausted stack or heap. */
        THREW,
        /** It was stopped when its time was over. */
        TIMED_OUT
    }

    private final Kind kind;
    private final @Nullable String trace;

    /**
     * @param reason the thrown value as text, see {@link #reason()}
     * @param trace null when the thrown value was not an error
     */
    public ScriptException(Kind kind, String reason, @Nullable String trace) {
        super(reason);
        this.kind = kind;
        this.trace = trace;
    }

    /** Where it failed. */
    public Kind kind() {
        return kind;
    }

    /** {@code String(e)} for errors and primitives, {@code JSON.stringify(e)} for other objects. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * One line a frame, innermost first: four spaces, {@code at f (file:line)}, newline; null if
     * there is none.
     */
    public @Nullable String trace() {
        return trace;
    }
}
