package dev.tallystick.ledger;

import java.util.HexFormat;

/** Hexadecimal text as the formats use it: lower case, no prefix, no separators. */
public final class Hex {
    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    /** Two lower-case digits for each byte. */
    public static String encode(byte[] bytes) {
        return LOWER.formatHex(bytes);
    }

    /**
     * The bytes written by {@code text}; upper-case digits are accepted too.
     *
     * @throws LedgerFormatException if the number of digits is odd or one is not hexadecimal
     */
    public static byte[] decode(String text) {
        try {
            return LOWER.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException("not hexadecimal: " + e.getMessage(), e);
        }
    }
}
