package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;

import java.util.List;

/**
 * What stands in a snapshot before its maps (spec 01, 7.2).
 *
 * @param seqno of the signature transaction at which the snapshot was taken
 * @param leaf of that transaction; the tree in the snapshot stops one short of it
 * @param viewStarts element {@code i} is the first seqno of view {@code i + 1}, for all views that
 *     began at or before {@code seqno}
 */
public record SnapshotHeader(long seqno, Digest leaf, List<Long> viewStarts) {
    /**
     * Copies the list.
     *
     * @throws LedgerFormatException if the views do not begin at seqno 1, go backwards, or pass the
     *     snapshot
     */
    public SnapshotHeader {
        viewStarts = List.copyOf(viewStarts);
        if (seqno < 1) {
            throw new LedgerFormatException(
                    "a snapshot cannot be of seqno " + Long.toUnsignedString(seqno));
        }
        if (viewStarts.isEmpty() || viewStarts.size() > SnapshotLayout.VIEWS_MAX) {
            throw new LedgerFormatException(
                    "a view history of " + viewStarts.size() + " views in a snapshot");
        }
        long previous = 1;
        for (long start : viewStarts) {
            if (start < previous || start > seqno) {
                throw new LedgerFormatException(
                        "a view that begins at seqno "
                                + Long.toUnsignedString(start)
                                + " after one that begins at "
                                + previous
                                + ", in a snapshot of seqno "
                                + seqno);
            }
            previous = start;
        }
    }

    /** The snapshot's own transaction: its seqno, and the last view that the history knows. */
    public TxId txId() {
        return new TxId(viewStarts.size(), seqno);
    }

    /**
     * The transaction at a seqno, as the view history tells it.
     *
     * @param of up to the snapshot's; 0 gives {@link TxId#NONE}
     */
    public TxId txId(long of) {
        int view = viewStarts.size();
        while (view > 0 && viewStarts.get(view - 1) > of) {
            view--;
        }
        return new TxId(view, of);
    }
}
