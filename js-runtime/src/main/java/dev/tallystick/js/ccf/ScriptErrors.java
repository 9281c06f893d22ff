package dev.tallystick.js.ccf;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes errors in the script's own global object, so that {@code instanceof} and {@code stack} are
 * right.
 */
final class ScriptErrors {
    private @Nullable Value factory;

    void useFactory(Value makeError) {
        factory = makeError;
    }

    RuntimeException make(String kind, String message) {
        if (factory == null) {
            return new IllegalStateException(kind + " before the prelude has run: " + message);
        }
        return factory.execute(kind, message).throwException();
    }
}
