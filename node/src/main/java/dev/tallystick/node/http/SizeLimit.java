package dev.tallystick.node.http;

/**
 * A size bound that error messages print as the operator wrote it (spec 02, 2.5).
 *
 * @param text as configured, e.g. {@code 1MB}
 * @param bytes the largest size still accepted
 */
public record SizeLimit(String text, long bytes) {
    /** Refuses a negative size. */
    public SizeLimit {
        if (bytes < 0) {
            throw new IllegalArgumentException("size limit " + text + " is negative: " + bytes);
        }
    }

    /** Prints as configured. */
    @Override
    public String toString() {
        return text;
    }
}
