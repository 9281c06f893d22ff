package dev.tallystick.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable byte string: the keys and values of all tables.
 *
 * <p>Ordered by unsigned bytes, a prefix before its extensions, which is the order of keys in
 * ledger entries (spec 01, 2.5).
 */
public final class Bytes implements Comparable<Bytes> {
    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    /** Key of single-value tables and value of sets (spec 01, 3.1). */
    public static final Bytes EIGHT_ZEROS = new Bytes(new byte[8]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}; the caller keeps its array. */
    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /** Copies {@code length} bytes from {@code offset}. */
    public static Bytes copyOf(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Takes {@code bytes} over without copying: the caller must not touch the array again. */
    public static Bytes wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Whether there is no byte at all. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /**
     * The byte at {@code index}, counted from 0.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte at(int index) {
        return bytes[index];
    }

    /** A copy, owned by the caller. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /**
     * The array itself, which must never be changed: for the ordered map, which compares and keeps
     * many. Anybody else asks for a copy or a view.
     */
    public byte[] sharedArray() {
        return bytes;
    }

    /** A read-only view without a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Copies all bytes to {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** The text of which these are the UTF-8 bytes; malformed sequences become U+FFFD. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes as lower-case hexadecimal digits. */
    public String hex() {
        return Hex.encode(bytes);
    }

    /** Whether the first bytes are those of {@code prefix}. */
    public boolean startsWith(Bytes prefix) {
        int length = prefix.bytes.length;
        return length <= bytes.length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Bytes that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For debugging: printable ASCII as it is, anything else as hexadecimal, cut at 64 bytes. */
    @Override
    public String toString() {
        int shown = Math.min(bytes.length, 64);
        for (int i = 0; i < shown; i++) {
            if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
                String hex = Hex.encode(Arrays.copyOf(bytes, shown));
                return "0x" + hex + (shown < bytes.length ? "..." : "");
            }
        }
        String text = new String(bytes, 0, shown, StandardCharsets.US_ASCII);
        return text + (shown < bytes.length ? "..." : "");
    }
}
