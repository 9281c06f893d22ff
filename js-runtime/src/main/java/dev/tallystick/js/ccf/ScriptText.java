package dev.tallystick.js.ccf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 as the JavaScript engine of CCF reads and writes it (spec 04, section 9).
 *
 * <p>It is UTF-8, except that a lone surrogate becomes the three bytes {@code ED A0..BF xx} and
 * back. Bytes that are not even that become U+FFFD, one for each maximal part of an ill-formed
 * sequence, as the Unicode standard recommends.
 */
public final class ScriptText {
    private static final char REPLACEMENT = '\uFFFD';

    private ScriptText() {}

    /** The bytes of {@code text}. */
    public static byte[] encode(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return hasLoneSurrogate(text) ? encodeWithSurrogates(text) : plain;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPairAt(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isPairAt(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static byte[] encodeWithSurrogates(String text) {
        byte[] bytes = new byte[Math.multiplyExact(text.length(), 3)];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && !isPairAt(text, i)) {
                bytes[size++] = (byte) (0xE0 | c >> 12);
                bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            } else {
                int end = i + (Character.isHighSurrogate(c) ? 2 : 1);
                byte[] one = text.substring(i, end).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, size, one.length);
                size += one.length;
                i = end - 1;
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    /** The text of {@code bytes}; never fails. */
    public static String decode(byte[] bytes) {
        String plain = new String(bytes, StandardCharsets.UTF_8);
        return plain.indexOf(REPLACEMENT) < 0 ? plain : decodeWithSurrogates(bytes);
    }

    private static String decodeWithSurrogates(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int from = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (isSurrogateAt(bytes, i)) {
                text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                text.append((char) (0xD000 | (bytes[i + 1] & 0x3F) << 6 | (bytes[i + 2] & 0x3F)));
                from = i + 3;
                i += 2;
            }
        }
        return text.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
                .toString();
    }

    private static boolean isSurrogateAt(byte[] bytes, int i) {
        return bytes[i] == (byte) 0xED
                && (bytes[i + 1] & 0xE0) == 0xA0
                && (bytes[i + 2] & 0xC0) == 0x80;
    }
}
