package dev.tallystick.ledger.entry;

/**
 * Bits of the flags byte in an entry's header (spec 01, 1.5): orders to whoever writes the file.
 */
public final class EntryFlags {
    /** No order. */
    public static final int NONE = 0;

    /** Complete the chunk right after this entry, which must be a signature transaction. */
    public static final int FORCE_CHUNK_AFTER = 0x01;

    /** Complete the open chunk, if any, before this entry. */
    public static final int FORCE_CHUNK_BEFORE = 0x02;

    /** All flags that have a meaning. */
    public static final int ALL = FORCE_CHUNK_AFTER | FORCE_CHUNK_BEFORE;

    private EntryFlags() {}

    /** Whether the chunk ends after an entry with these flags. */
    public static boolean endsChunk(int flags) {
        return (flags & FORCE_CHUNK_AFTER) != 0;
    }

    /** Whether a chunk ends before an entry with these flags. */
    public static boolean startsChunk(int flags) {
        return (flags & FORCE_CHUNK_BEFORE) != 0;
    }
}
