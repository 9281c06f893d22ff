package dev.tallystick.node.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sizes and times written as a number with a unit (spec 06, 1.3).
 *
 * <p>The trailing ASCII letters are the unit, of either case; the leading decimal digits of the
 * rest are the number, and whatever stands between them is ignored: {@code "10.5ms"} is 10 ms.
 */
public final class UnitStrings {
    private static final Map<String, Long> BYTES = powersOf1024("b", "kb", "mb", "gb", "tb", "pb");
    private static final Map<String, Long> MICROS = timeUnits();

    private UnitStrings() {}

    /**
     * Parses a size.
     *
     * @return bytes; without a unit the number is taken as bytes
     * @throws IllegalArgumentException where digits are missing, the unit is unknown or the value
     *     exceeds 63 bits; the text says what is permitted
     */
    public static long parseSizeBytes(String text) {
        return parse(text, BYTES, "size");
    }

    /**
     * Parses a time.
     *
     * @return the duration; without a unit the number is taken as microseconds
     * @throws IllegalArgumentException where digits are missing, the unit is unknown or the value
     *     exceeds 63 bits of microseconds; the text says what is permitted
     */
    public static Duration parseTime(String text) {
        long micros = parse(text, MICROS, "time");
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private static long parse(String text, Map<String, Long> units, String kind) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "empty " + kind + " string; write digits and one of the units " + names(units));
        }
        int unitStart = text.length();
        while (unitStart > 0 && isAsciiLetter(text.charAt(unitStart - 1))) {
            unitStart--;
        }
        String unit = text.substring(unitStart).toLowerCase(Locale.ROOT);
        int digitsEnd = 0;
        while (digitsEnd < unitStart && isDigit(text.charAt(digitsEnd))) {
            digitsEnd++;
        }
        if (digitsEnd == 0) {
            throw new IllegalArgumentException(
                    "\"%s\" does not begin with digits; write for example \"10%s\""
                            .formatted(text, units.containsKey(unit) ? unit : firstOf(units)));
        }
        Long factor = unit.isEmpty() ? Long.valueOf(1) : units.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException(
                    "\"%s\" has the unknown unit \"%s\"; use one of %s"
                            .formatted(text, unit, names(units)));
        }
        try {
            return Math.multiplyExact(Long.parseLong(text, 0, digitsEnd, 10), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is too large; it must fit in 63 bits of %s"
                            .formatted(text, firstOf(units)),
                    e);
        }
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String firstOf(Map<String, Long> units) {
        return units.keySet().iterator().next();
    }

    private static String names(Map<String, Long> units) {
        return String.join(", ", units.keySet());
    }

    private static Map<String, Long> powersOf1024(String... names) {
        Map<String, Long> units = new LinkedHashMap<>();
        long factor = 1;
        for (String name : names) {
            units.put(name, factor);
            factor *= 1024;
        }
        return units;
    }

    private static Map<String, Long> timeUnits() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("us", 1L);
        units.put("ms", 1_000L);
        units.put("s", 1_000_000L);
        units.put("min", 60_000_000L);
        units.put("h", 3_600_000_000L);
        return units;
    }
}
