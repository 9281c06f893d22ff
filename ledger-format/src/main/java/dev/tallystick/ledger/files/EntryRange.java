package dev.tallystick.ledger.files;

/**
 * Consecutive entries that somebody wants to read.
 *
 * @param from seqno of the first one
 * @param to seqno of the last one, not below {@code from}
 * @param sizeMax bytes that they may have together
 * @param needsOne whether the first one is wanted even if it is larger
 */
record EntryRange(long from, long to, long sizeMax, boolean needsOne) {
    static EntryRange of(long seqno) {
        return new EntryRange(seqno, seqno, 0, true);
    }

    /** The same, but not beyond {@code last}. */
    EntryRange upTo(long last) {
        return new EntryRange(from, last, sizeMax, needsOne);
    }

    /** The last of these entries to take from a chunk that has the first; below it for none. */
    long lastIn(ChunkExtent extent) {
        return Math.max(extent.lastWithin(from, to, sizeMax), needsOne ? from : 0);
    }

    /** What is left after {@code count} entries with {@code size} bytes together. */
    EntryRange after(int count, long size) {
        return new EntryRange(from + count, to, sizeMax - size, false);
    }
}
