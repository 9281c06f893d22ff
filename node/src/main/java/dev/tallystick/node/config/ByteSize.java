package dev.tallystick.node.config;

/**
 * An amount of memory or disk from the configuration file, with the words the operator used,
 * because error messages repeat them: {@code max size allowed: 1KB} (spec 02, 2.5).
 *
 * @param bytes how many, at least 0
 * @param text as written in the file, for example {@code 1MB}
 */
public record ByteSize(long bytes, String text) {
    /**
     * Parses a size string (spec 06, 1.3).
     *
     * @param text digits and a unit {@code b}, {@code kb}, {@code mb}, {@code gb}, {@code tb} or
     *     {@code pb} of either case; without a unit, bytes
     * @throws IllegalArgumentException where digits are missing or the unit is unknown
     */
    public static ByteSize parse(String text) {
        return new ByteSize(UnitStrings.parseSizeBytes(text), text);
    }

    @Override
    public String toString() {
        return text;
    }
}
