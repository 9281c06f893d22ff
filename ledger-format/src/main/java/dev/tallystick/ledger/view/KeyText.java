package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.TableNames;

import tools.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Optional;

/** A key as it is shown, which depends on its table (spec 01, 9.1). */
public sealed interface KeyText {
    /** Prefix of built-in tables. */
    String BUILT_IN_PREFIX = "public:ccf.";

    /** What introduces hexadecimal digits on the command line and for people. */
    String HEX_PREFIX = "0x";

    /**
     * An integer key, or that of a table with one value (zero).
     *
     * @param value unsigned
     */
    record Whole(long value) implements KeyText {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    /**
     * UTF-8 without control characters.
     *
     * @param text as it is
     */
    record Text(String text) implements KeyText {
        @Override
        public String toString() {
            return text.isEmpty() ? "(empty)" : PrintableText.escape(text);
        }
    }

    /**
     * Anything else.
     *
     * @param bytes as they are
     */
    record Binary(Bytes bytes) implements KeyText {
        @Override
        public String toString() {
            return HEX_PREFIX + bytes.hex();
        }
    }

    /**
     * How {@code key} of the map {@code table} is shown: as text; as an unsigned little-endian
     * number of 8 bytes in the tables that have integer keys, and where the key of a built-in table
     * is zero; else as hexadecimal digits.
     */
    static KeyText of(String table, Bytes key) {
        boolean isNumber =
                key.length() == Long.BYTES
                        && (hasIntegerKeys(table)
                                || (table.startsWith(BUILT_IN_PREFIX)
                                        && key.equals(Bytes.EIGHT_ZEROS)));
        String text = PrintableText.decode(key);
        if (isNumber && (text == null || !PrintableText.isWithoutControls(text))) {
            return new Whole(key.buffer().order(ByteOrder.LITTLE_ENDIAN).getLong());
        }
        return text != null && PrintableText.isWithoutControls(text)
                ? new Text(text)
                : new Binary(key);
    }

    private static boolean hasIntegerKeys(String table) {
        return table.startsWith(TableNames.INTERNAL_PREFIX)
                || (table.startsWith(TableNames.GOVERNANCE_PREFIX)
                        && (table.contains("service")
                                || table.contains("network")
                                || table.contains("constitution")));
    }

    /**
     * Whether somebody who writes {@code wanted} may mean {@code key}: its text, {@code 0x} and its
     * hexadecimal digits, or the number as which it is shown.
     */
    static boolean isMeant(String wanted, String table, Bytes key) {
        if (key.equals(Bytes.utf8(wanted)) || hex(wanted).filter(key::equals).isPresent()) {
            return true;
        }
        return of(table, key) instanceof Whole number && number.toString().equals(wanted);
    }

    private static Optional<Bytes> hex(String wanted) {
        String digits = wanted.substring(Math.min(wanted.length(), HEX_PREFIX.length()));
        boolean isHex =
                wanted.startsWith(HEX_PREFIX)
                        && digits.length() % 2 == 0
                        && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        return isHex ? Optional.of(Bytes.wrap(Hex.decode(digits))) : Optional.empty();
    }

    /**
     * Adds the key to a JSON object: {@code key} as string or number, or {@code key_hex}.
     *
     * @return {@code json}
     */
    default ObjectNode put(ObjectNode json) {
        return switch (this) {
            case Whole number -> json.put("key", new BigInteger(number.toString()));
            case Text text -> json.put("key", text.text());
            case Binary binary -> json.put("key_hex", binary.bytes().hex());
        };
    }
}
