package dev.tallystick.ledger.cbor;

import dev.tallystick.ledger.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads CBOR from bytes nobody vouches for. Bounded: nesting at most {@value #DEPTH_MAX}, items at
 * most {@value #ITEMS_MAX}; a string is never allocated beyond the bytes present. Indefinite
 * lengths and heads that are longer than necessary are understood, duplicate map keys are refused.
 */
public final class CborReader {
    /** Deepest nesting of arrays, maps and tags. */
    public static final int DEPTH_MAX = 16;

    /** Most data items in one message. */
    public static final int ITEMS_MAX = 4096;

    private static final int BREAK = 0xFF;
    private static final int INDEFINITE = 31;

    private final byte[] input;
    private int position;
    private int items;

    /**
     * @param input read, not kept beyond this reader
     */
    public CborReader(byte[] input) {
        this.input = input;
    }

    /**
     * Decodes exactly one item.
     *
     * @throws CborException if the bytes are not one well-formed item, or exceed the bounds
     */
    public static Cbor decode(byte[] input) {
        CborReader reader = new CborReader(input);
        Cbor item = reader.read();
        if (!reader.isAtEnd()) {
            throw new CborException("trailing bytes at offset " + reader.position);
        }
        return item;
    }

    /** Whether every byte has been read. */
    public boolean isAtEnd() {
        return position == input.length;
    }

    /**
     * Reads the next item.
     *
     * @throws CborException if the bytes are not well-formed, or exceed the bounds
     */
    public Cbor read() {
        return read(0);
    }

    /**
     * Reads a tag number, leaving its content unread.
     *
     * @return the tag, or −1 if the next item is not tagged
     * @throws CborException if the head is not well-formed
     */
    public long readTag() {
        if (isAtEnd() || major(peek()) != 6) {
            return -1;
        }
        int initial = next();
        return argument(initial & 31);
    }

    /**
     * Reads the head of an array, leaving its items unread.
     *
     * @return the number of items, or −1 if the next item is not an array of definite length
     * @throws CborException if the head is not well-formed
     */
    public long readArrayHead() {
        if (isAtEnd() || major(peek()) != 4 || (peek() & 31) == INDEFINITE) {
            return -1;
        }
        return argument(next() & 31);
    }

    private Cbor read(int depth) {
        if (depth > DEPTH_MAX) {
            throw new CborException("nested deeper than " + DEPTH_MAX + " at offset " + position);
        }
        if (++items > ITEMS_MAX) {
            throw new CborException("more than " + ITEMS_MAX + " items");
        }
        int start = position;
        int initial = next();
        int info = initial & 31;
        return switch (major(initial)) {
            case 0 -> new Cbor.Int(argument(info));
            case 1 -> new Cbor.Int(~argument(info));
            case 2 -> new Cbor.ByteString(Bytes.wrap(string(2, info)));
            case 3 -> new Cbor.Text(utf8(string(3, info), start));
            case 4 -> array(info, depth);
            case 5 -> map(info, depth);
            case 6 -> new Cbor.Tagged(argument(info), read(depth + 1));
            default -> simple(info);
        };
    }

    private Cbor array(int info, int depth) {
        List<Cbor> content = new ArrayList<>();
        if (info == INDEFINITE) {
            while (!skipBreak()) {
                content.add(read(depth + 1));
            }
        } else {
            long count = count(info);
            for (long i = 0; i < count; i++) {
                content.add(read(depth + 1));
            }
        }
        return new Cbor.Array(content);
    }

    private Cbor map(int info, int depth) {
        List<Cbor.Pair> pairs = new ArrayList<>();
        Set<Cbor> keys = new HashSet<>();
        boolean isIndefinite = info == INDEFINITE;
        long count = isIndefinite ? Long.MAX_VALUE : count(info);
        for (long i = 0; i < count && !(isIndefinite && skipBreak()); i++) {
            int start = position;
            Cbor key = read(depth + 1);
            if (!keys.add(key)) {
                throw new CborException("duplicate map key at offset " + start);
            }
            pairs.add(new Cbor.Pair(key, read(depth + 1)));
        }
        return new Cbor.Map(pairs);
    }

    private byte[] string(int major, int info) {
        if (info != INDEFINITE) {
            return take(argument(info));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (!skipBreak()) {
            int initial = next();
            if (major(initial) != major || (initial & 31) == INDEFINITE) {
                throw new CborException("bad string chunk at offset " + (position - 1));
            }
            if (++items > ITEMS_MAX) {
                throw new CborException("more than " + ITEMS_MAX + " items");
            }
            whole.writeBytes(take(argument(initial & 31)));
        }
        return whole.toByteArray();
    }

    private Cbor simple(int info) {
        return switch (info) {
            case 24 -> simpleByte();
            case 25 -> new Cbor.FloatBits(2, bigEndian(2));
            case 26 -> new Cbor.FloatBits(4, bigEndian(4));
            case 27 -> new Cbor.FloatBits(8, bigEndian(8));
            case 28, 29, 30, 31 ->
                    throw new CborException("reserved initial byte at offset " + (position - 1));
            default -> new Cbor.Simple(info);
        };
    }

    private Cbor simpleByte() {
        int value = next();
        if (value < 32) {
            throw new CborException(
                    "simple value " + value + " in two bytes at offset " + (position - 2));
        }
        return new Cbor.Simple(value);
    }

    private long count(int info) {
        long count = argument(info);
        if (count > input.length - position) {
            throw new CborException("count " + count + " exceeds the input at offset " + position);
        }
        return count;
    }

    private long argument(int info) {
        long value =
                switch (info) {
                    case 24 -> next();
                    case 25 -> bigEndian(2);
                    case 26 -> bigEndian(4);
                    case 27 -> bigEndian(8);
                    case 28, 29, 30, 31 ->
                            throw new CborException("reserved length at offset " + (position - 1));
                    default -> info;
                };
        if (value < 0) {
            throw new CborException("number beyond 63 bits at offset " + (position - 8));
        }
        return value;
    }

    private byte[] take(long size) {
        if (size > input.length - position) {
            throw new CborException(
                    "string of " + size + " bytes exceeds the input at offset " + position);
        }
        byte[] bytes = new byte[(int) size];
        System.arraycopy(input, position, bytes, 0, bytes.length);
        position += bytes.length;
        return bytes;
    }

    private static String utf8(byte[] bytes, int start) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new CborException("text is not UTF-8 at offset " + start);
        }
    }

    private boolean skipBreak() {
        if (peek() == BREAK) {
            position++;
            return true;
        }
        return false;
    }

    private long bigEndian(int sizeBytes) {
        long value = 0;
        for (int i = 0; i < sizeBytes; i++) {
            value = (value << 8) | next();
        }
        return value;
    }

    private static int major(int initial) {
        return initial >> 5;
    }

    private int peek() {
        if (position >= input.length) {
            throw new CborException("ends early at offset " + position);
        }
        return input[position] & 0xFF;
    }

    private int next() {
        int value = peek();
        position++;
        return value;
    }
}
