package dev.tallystick.js;

/** A script's result, or why there is none. */
public sealed interface JsOutcome<T> {
    /** It returned. */
    record Returned<T>(T value) implements JsOutcome<T> {}

    /** It did not. */
    record Failed<T>(JsFailure failure) implements JsOutcome<T> {}
}
