package dev.tallystick.ledger;

import org.jspecify.annotations.Nullable;

/** Assertions that stay on in production: what they refuse is a defect of Tallystick itself. */
public final class Check {
    private Check() {}

    /**
     * Fails loudly unless {@code condition} holds.
     *
     * @param format as for {@link String#format}; it should name the values that disagree
     * @throws IllegalStateException with the formatted text
     */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency for all
    public static void that(boolean condition, String format, @Nullable Object... arguments) {
        if (!condition) {
            throw new IllegalStateException(String.format(format, arguments));
        }
    }
}
