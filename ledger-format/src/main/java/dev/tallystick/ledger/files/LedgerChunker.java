package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.entry.EntryFlags;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Decides on a primary at which signature transactions chunks end (spec 01, 1.5).
 *
 * <p>Every node, primary or backup, tells it of every entry, so that a new primary knows the sizes
 * since the last chunk end. Confined to the thread that orders entries.
 */
public final class LedgerChunker {
    private final long chunkSizeBytes;

    /** Seqnos at which a chunk ended. The first one bounds what {@link #totals} still knows. */
    private final NavigableSet<Long> chunkEnds = new TreeSet<>();

    /** Seqnos at which governance asked for a new chunk. */
    private final NavigableSet<Long> requests = new TreeSet<>();

    /** Seqno to which {@code totals[0]} belongs. */
    private long base;

    private long last;

    /** {@code totals[i]} = bytes of all entries after seqno {@code base} up to {@code base + i}. */
    private long[] totals = new long[1024];

    /**
     * @param chunkSizeBytes {@code ledger.chunk_size}, at least 1
     * @param lastSeqno of the last entry that exists already; taken for a chunk end
     */
    public LedgerChunker(long chunkSizeBytes, long lastSeqno) {
        Check.that(chunkSizeBytes >= 1, "a chunk cannot have %s bytes", chunkSizeBytes);
        this.chunkSizeBytes = chunkSizeBytes;
        this.base = lastSeqno;
        this.last = lastSeqno;
    }

    /**
     * Notes an entry.
     *
     * @param seqno the one after the last
     * @param sizeBytes of the whole entry, header included
     * @param flags those in its header
     */
    public void appended(long seqno, long sizeBytes, int flags) {
        Check.that(seqno == last + 1, "entry %s does not follow %s", seqno, last);
        if (EntryFlags.startsChunk(flags)) {
            chunkEnds.add(seqno - 1);
        }
        int index = index(seqno);
        if (index == totals.length) {
            totals = Arrays.copyOf(totals, 2 * totals.length);
        }
        totals[index] = totals[index - 1] + sizeBytes;
        last = seqno;
        if (EntryFlags.endsChunk(flags)) {
            chunkEnds.add(seqno);
        }
    }

    /**
     * Asks for the chunk to end at the first signature transaction at or after {@code seqno}.
     *
     * @param seqno of the transaction that ran {@code trigger_ledger_chunk}
     */
    public void requestChunk(long seqno) {
        requests.add(seqno);
    }

    /**
     * Whether the signature transaction at {@code signatureSeqno}, not yet appended, should end the
     * chunk: because a request is open, or because the entries before it, since the last chunk end,
     * have reached the chunk size. Snapshots may be a further reason, which the caller knows.
     *
     * @param signatureSeqno the seqno after the last
     */
    public boolean endsChunk(long signatureSeqno) {
        Check.that(signatureSeqno == last + 1, "%s is not after %s", signatureSeqno, last);
        Long end = chunkEnds.lower(signatureSeqno);
        long lastEnd = end == null ? base : end;
        Long request = requests.floor(signatureSeqno);
        boolean isRequested = request != null && (end == null || request > end);
        return isRequested || totals[index(last)] - totals[index(lastEnd)] >= chunkSizeBytes;
    }

    /** Forgets everything above {@code seqno}. */
    public void rollback(long seqno) {
        Check.that(seqno >= base, "cannot roll back to %s below %s", seqno, base);
        last = Math.min(last, seqno);
        chunkEnds.tailSet(seqno, false).clear();
        requests.tailSet(seqno, false).clear();
    }

    /**
     * Forgets what no rollback can need any more: all before the last chunk end below {@code
     * seqno}.
     */
    public void compact(long seqno) {
        Long boundary = chunkEnds.lower(seqno);
        if (boundary == null || boundary <= base) {
            return;
        }
        int from = index(boundary);
        int count = index(last) - from + 1;
        long offset = totals[from];
        for (int i = 0; i < count; i++) {
            totals[i] = totals[from + i] - offset;
        }
        base = boundary;
        chunkEnds.headSet(boundary, false).clear();
        requests.headSet(boundary, true).clear();
    }

    private int index(long seqno) {
        return Math.toIntExact(seqno - base);
    }
}
