package dev.tallystick.js;

import org.jspecify.annotations.Nullable;

/**
 * Why a script gave no result.
 *
 * @param kind where it failed
 * @param reason the thrown value as text: {@code String(e)} for errors and primitives, its JSON for
 *     other objects; for a time-out {@code "Operation took too long to complete."}
 * @param trace one line a frame, innermost first, each {@code " at f (file:line)\n"}; null when the
 *     value thrown was not an error
 */
public record JsFailure(Kind kind, String reason, @Nullable String trace) {
    /** The three ways to fail. */
    public enum Kind {
        /** The source does not compile, or lacks the function: nothing ran. */
        NOT_RUNNABLE,
        /** The function threw, or ran out of stack or heap. */
        THREW,
        /** It exceeded its execution time. */
        TIMED_OUT
    }
}
