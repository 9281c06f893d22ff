package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;

/**
 * Offsets and sizes of a snapshot entry, in bytes (spec 01, 2.1, 2.2 and 7.2). All numbers are
 * little-endian.
 *
 * <pre>
 * 0 version | 1 flags | 2 u48 size of the rest | 8 tag | 24 IV | 36 u64 P | 44 public domain | ciphertext
 * </pre>
 */
final class SnapshotLayout {
    static final int TAG_OFFSET = 8;
    static final int TAG_SIZE = 16;
    static final int IV_OFFSET = 24;
    static final int IV_SIZE = 12;
    static final int PUBLIC_LENGTH_OFFSET = 36;
    static final int PUBLIC_OFFSET = 44;

    /** Second word of the IV: view 0 and the bit that marks a snapshot. */
    static final int IV_VIEW_WORD = 0x80000000;

    /** Public domain before the view history: type, seqno, reserved, blob of 32 bytes, a length. */
    static final int FIXED_PUBLIC_SIZE = 1 + 8 + 8 + 8 + 32 + 8;

    /**
     * Largest key or value, in bytes: what one row may take of the heap. Far above what a node
     * accepts in a request.
     */
    static final int ITEM_SIZE_MAX = 1 << 27;

    /** Longest name of a map in bytes of UTF-8. */
    static final int NAME_SIZE_MAX = 1 << 16;

    /** Most views a history may have. */
    static final int VIEWS_MAX = 1 << 20;

    /** Largest receipt that is read, in bytes. */
    static final int RECEIPT_SIZE_MAX = 1 << 20;

    /** Most that AES-GCM encrypts under one IV: 2³² − 2 blocks. */
    static final long PRIVATE_SIZE_MAX = (1L << 36) - 32;

    /** Largest size that the header can tell. */
    static final long ENTRY_SIZE_MAX = (1L << 48) + 7;

    /** Bytes read, hashed or encrypted at a time; a multiple of the AES block. */
    static final int BUFFER_SIZE = 1 << 18;

    private SnapshotLayout() {}

    /** Zero bytes that follow an item of {@code length} bytes. */
    static int padding(long length) {
        return (int) (-length & 7);
    }

    /** Bytes of a row: both items with their lengths, the version, and padding. */
    static long rowSize(Bytes key, Bytes value) {
        return 8L
                + key.length()
                + padding(key.length())
                + 8
                + 8
                + value.length()
                + padding(value.length());
    }
}
