package dev.tallystick.ledger.cbor;

import dev.tallystick.ledger.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes CBOR with definite lengths and shortest heads, pairs of maps in the order given. */
public final class CborWriter {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    /** The encoding of one item. */
    public static byte[] encode(Cbor item) {
        CborWriter writer = new CborWriter();
        writer.write(item);
        return writer.out.toByteArray();
    }

    private void write(Cbor item) {
        switch (item) {
            case Cbor.Int(long value) ->
                    head(value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? ~value : value);
            case Cbor.ByteString(Bytes bytes) -> string(BYTES, bytes.toArray());
            case Cbor.Text(String text) -> string(TEXT, text.getBytes(StandardCharsets.UTF_8));
            case Cbor.Array array -> {
                head(ARRAY, array.items().size());
                array.items().forEach(this::write);
            }
            case Cbor.Map map -> {
                head(MAP, map.pairs().size());
                for (Cbor.Pair pair : map.pairs()) {
                    write(pair.key());
                    write(pair.value());
                }
            }
            case Cbor.Tagged(long tag, Cbor content) -> {
                head(TAG, tag);
                write(content);
            }
            case Cbor.Simple(int value) -> head(SIMPLE, value);
            case Cbor.FloatBits(int sizeBytes, long bits) -> {
                out.write((SIMPLE << 5) | (sizeBytes == 2 ? 25 : sizeBytes == 4 ? 26 : 27));
                bigEndian(bits, sizeBytes);
            }
        }
    }

    private void string(int major, byte[] bytes) {
        head(major, bytes.length);
        out.writeBytes(bytes);
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
        } else if (argument <= 0xFF) {
            out.write(type | 24);
            bigEndian(argument, 1);
        } else if (argument <= 0xFFFF) {
            out.write(type | 25);
            bigEndian(argument, 2);
        } else if (argument <= 0xFFFF_FFFFL) {
            out.write(type | 26);
            bigEndian(argument, 4);
        } else {
            out.write(type | 27);
            bigEndian(argument, 8);
        }
    }

    private void bigEndian(long value, int sizeBytes) {
        for (int shift = 8 * (sizeBytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
