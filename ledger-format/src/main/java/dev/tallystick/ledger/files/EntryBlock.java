package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;

/**
 * Entries that follow each other in one file, in one array: what is read at once and checked at
 * once.
 */
public final class EntryBlock {
    private final byte[] bytes;
    private final long firstSeqno;
    private final long fileOffset;

    /** Where each entry begins, and where the last one ends; one more than there are entries. */
    private final int[] offsets;

    EntryBlock(byte[] bytes, long firstSeqno, long fileOffset, int[] offsets) {
        this.bytes = bytes;
        this.firstSeqno = firstSeqno;
        this.fileOffset = fileOffset;
        this.offsets = offsets;
    }

    /** How many entries there are; at least one. */
    public int count() {
        return offsets.length - 1;
    }

    /** The array in which the entries lie, nobody's copy; more may lie before and behind them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} the entry at {@code index} begins, counted from 0. */
    public int offset(int index) {
        return offsets[index];
    }

    /** Bytes of the entry at {@code index}, header included. */
    public int length(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** Bytes of all entries. */
    public int size() {
        return offsets[offsets.length - 1] - offsets[0];
    }

    /** Seqno of the entry at {@code index}. */
    public long seqno(int index) {
        return firstSeqno + index;
    }

    /** Where in its file the entry at {@code index} begins. */
    public long fileOffset(int index) {
        return fileOffset + offsets[index];
    }

    /** A copy of the entry at {@code index}. */
    public RawEntry entry(int index) {
        Check.that(index >= 0 && index < count(), "entry %s of %s", index, count());
        byte[] entry = new byte[length(index)];
        System.arraycopy(bytes, offset(index), entry, 0, entry.length);
        return new RawEntry(seqno(index), fileOffset(index), entry);
    }
}
