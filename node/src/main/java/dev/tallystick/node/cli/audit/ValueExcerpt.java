package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.view.PrintableText;
import dev.tallystick.ledger.view.ValueText;

/** The place in a long value at which it differs from another, on one line. */
final class ValueExcerpt {
    private static final int BYTES_BEFORE = 24;
    private static final int BYTES_AFTER = 40;

    private ValueExcerpt() {}

    /**
     * The bytes around {@code at}: as text if the value is text, else as hexadecimal digits.
     *
     * @param at of the first byte that differs; may be the length, where {@code value} ends first
     */
    static String of(Bytes value, int at) {
        boolean isBinary = ValueText.of(value) instanceof ValueText.Binary;
        int from = Math.max(0, at - BYTES_BEFORE);
        int to = Math.min(value.length(), at + BYTES_AFTER);
        while (!isBinary && from > 0 && isInsideCharacter(value, from)) {
            from--;
        }
        while (!isBinary && to < value.length() && isInsideCharacter(value, to)) {
            to++;
        }
        Bytes part = Bytes.copyOf(value.toArray(), from, to - from);
        String shown =
                isBinary ? part.hex() : PrintableText.escape(part.utf8().replace("\n", "\\n"));
        return (from > 0 ? "..." : "") + shown + (to < value.length() ? "..." : "");
    }

    private static boolean isInsideCharacter(Bytes utf8, int at) {
        return (utf8.at(at) & 0xc0) == 0x80;
    }
}
