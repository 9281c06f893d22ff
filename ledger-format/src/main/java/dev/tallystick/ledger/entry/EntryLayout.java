package dev.tallystick.ledger.entry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Offsets and sizes of spec 01, 2.1 to 2.5, in bytes, and the little-endian numbers at them.
 *
 * <pre>
 * 0 version | 1 flags | 2 u48 size of the rest | 8 tag | 24 IV | 36 u64 P | 44 public domain | ciphertext
 * </pre>
 */
final class EntryLayout {
    static final int VERSION = 1;

    static final int HEADER_SIZE = 8;
    static final int TAG_OFFSET = 8;
    static final int TAG_SIZE = 16;
    static final int IV_OFFSET = 24;
    static final int IV_SIZE = 12;
    static final int VIEW_OFFSET = 32;
    static final int PUBLIC_LENGTH_OFFSET = 36;
    static final int PUBLIC_OFFSET = 44;

    static final int TYPE_OFFSET = 44;
    static final int SEQNO_OFFSET = 45;
    static final int DIGESTS_OFFSET = 53;
    static final int RESERVED_SIZE = 8;

    /** Bit of the view word that marks a snapshot. */
    static final int SNAPSHOT_BIT = 0x80000000;

    static final long VIEW_MAX = 0x7fffffffL;

    /** Largest entry: a Java array holds it; CCF's own limit is 2^48. */
    static final long ENTRY_SIZE_MAX = Integer.MAX_VALUE - 64L;

    /** Bytes of a map block beside its name, keys and values. */
    static final int MAP_FIXED_SIZE = 5 * Long.BYTES;

    static final int WRITE_FIXED_SIZE = 2 * Long.BYTES;
    static final int REMOVAL_FIXED_SIZE = Long.BYTES;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private EntryLayout() {}

    static long getLong(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static int getInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    /** The first word: version, flags and the number of bytes that follow. */
    static long headerWord(int flags, int size) {
        return VERSION | ((long) flags << 8) | ((long) (size - HEADER_SIZE) << 16);
    }
}
