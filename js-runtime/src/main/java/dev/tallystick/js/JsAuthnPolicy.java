package dev.tallystick.js;

import java.util.List;

/**
 * One element of an endpoint's {@code authn_policies} list (spec 04, 2.2); the first one that
 * accepts wins.
 */
public sealed interface JsAuthnPolicy {
    /**
     * A single policy such as {@code user_cert}; whether the name is known is the dispatcher's
     * business.
     */
    record Named(String name) implements JsAuthnPolicy {}

    /**
     * All of several policies; the names are distinct and in alphabetical order, as they are tried
     * and reported.
     */
    record AllOf(List<String> names) implements JsAuthnPolicy {
        /** Copies the list. */
        public AllOf {
            names = List.copyOf(names);
        }
    }
}
