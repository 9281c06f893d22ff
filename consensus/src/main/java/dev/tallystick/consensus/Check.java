package dev.tallystick.consensus;

import org.slf4j.helpers.MessageFormatter;

/** Checks that stay on in production; the message carries the values, one per {@code {}}. */
final class Check {

    private Check() {}

    /** Throws {@link IllegalArgumentException} unless a caller's argument is valid. */
    static void argument(boolean isValid, String message, Object... values) {
        if (!isValid) {
            throw new IllegalArgumentException(MessageFormatter.basicArrayFormat(message, values));
        }
    }

    /**
     * Throws {@link IllegalStateException} unless an invariant of the core holds: a defect of ours.
     */
    static void that(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new IllegalStateException(MessageFormatter.basicArrayFormat(message, values));
        }
    }
}
