package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from a ledger on its way to a terminal, which must not take orders from it. */
public final class PrintableText {
    private PrintableText() {}

    /**
     * The text with everything escaped that would not show as itself: control characters (but for
     * the tabulator), direction marks and other invisible ones, line separators, lone surrogates.
     * As in JSON, an escape is a backslash, {@code u}, and four hexadecimal digits.
     */
    public static String escape(String text) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (isVisible(c)) {
                out.appendCodePoint(c);
            } else {
                for (int at = i; at < next; at++) {
                    out.append("\\u%04x".formatted((int) text.charAt(at)));
                }
            }
            i = next;
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /** The text of which these are the UTF-8 bytes; null if they are not well-formed. */
    static @Nullable String decode(Bytes utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8.buffer()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Whether there is no control character. */
    static boolean isWithoutControls(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** Whether there is no control character but tabulators and ends of lines. */
    static boolean isOfLines(String text) {
        return text.chars()
                .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }
}
