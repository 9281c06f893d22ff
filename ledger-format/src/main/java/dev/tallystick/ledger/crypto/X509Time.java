package dev.tallystick.ledger.crypto;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time strings that governance accepts for {@code valid_from}, and the one it writes (spec 06,
 * 3.1).
 */
public final class X509Time {
    private static final DateTimeFormatter OUTPUT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");
    private static final Pattern UTC =
            Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})Z");
    private static final Pattern GENERALIZED =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})Z");
    private static final Pattern ISO =
            Pattern.compile(
                    "(\\d{4})-(\\d{2})-(\\d{2})[ T](\\d{2}):(\\d{2}):(\\d{2})(?:\\.\\d{1,9})?"
                            + "(?:Z| ?([+-])(\\d{2}):?(\\d{2}))?");

    private X509Time() {}

    /**
     * Parses {@code YYMMDDHHMMSSZ}, {@code YYYYMMDDHHMMSSZ}, {@code YYYY-MM-DD HH:MM:SS} or the
     * same with {@code T}, with optional fractional seconds (dropped) and offset.
     *
     * @throws IllegalArgumentException with CCF's text if no form matches
     */
    public static Instant parse(String text) {
        try {
            Instant instant = match(text);
            if (instant != null) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw mismatch(text);
        }
        throw mismatch(text);
    }

    /** {@code YYYYMMDDHHMMSSZ}; fractions of a second are dropped. */
    public static String format(Instant instant) {
        return OUTPUT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static @Nullable Instant match(String text) {
        Matcher utc = UTC.matcher(text);
        if (utc.matches()) {
            int year = number(utc, 1);
            return utc(utc, year >= 50 ? 1900 + year : 2000 + year).toInstant(ZoneOffset.UTC);
        }
        Matcher generalized = GENERALIZED.matcher(text);
        if (generalized.matches()) {
            return utc(generalized, number(generalized, 1)).toInstant(ZoneOffset.UTC);
        }
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            return utc(iso, number(iso, 1)).toInstant(offset(iso));
        }
        return null;
    }

    private static LocalDateTime utc(Matcher m, int year) {
        return LocalDateTime.of(
                year, number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6));
    }

    private static ZoneOffset offset(Matcher iso) {
        if (iso.group(7) == null) {
            return ZoneOffset.UTC;
        }
        int sign = iso.group(7).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * number(iso, 8), sign * number(iso, 9));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static IllegalArgumentException mismatch(String text) {
        return new IllegalArgumentException(
                "'" + text + "' does not match any accepted time format");
    }
}
