package dev.tallystick.ledger.diff;

import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * How two copies of a ledger go together.
 *
 * @param a what was read of the first copy
 * @param b what was read of the second
 * @param equalCount how many entries both have, with the same bytes, before {@code divergence}
 * @param divergence the first entries with the same seqno and other bytes; null if there are none
 * @param layout where the same entries lie in files with other names; the first ones
 * @param layoutCount how many there are of those
 */
public record DiffReport(
        Extent a,
        Extent b,
        long equalCount,
        @Nullable Divergence divergence,
        List<LayoutDifference> layout,
        long layoutCount) {
    /** Copies the list. */
    public DiffReport {
        layout = List.copyOf(layout);
    }

    /**
     * Which entries of a copy were read.
     *
     * @param first seqno of the first entry that its files hold
     * @param last the last entry that was read: the last one at all, unless the copies differ
     */
    public record Extent(long first, TxId last) {}

    /**
     * Where an entry lies.
     *
     * @param txId as its header says; with view 0 if that is not legal
     * @param file which holds it
     * @param offset of its first byte in that file
     */
    public record Place(TxId txId, Path file, long offset) {}

    /**
     * Two different entries with the same seqno.
     *
     * @param seqno that of both
     * @param a the entry of the first copy
     * @param b the entry of the second
     * @param offset in both entries, of the first byte that differs
     * @param differences in what they differ, at least one
     */
    public record Divergence(
            long seqno, Place a, Place b, int offset, List<EntryDifference> differences) {
        /** Copies the list. */
        public Divergence {
            differences = List.copyOf(differences);
        }
    }

    /**
     * The same entry in files with other names.
     *
     * @param seqno the first of the compared entries in at least one of the files
     * @param a name of the file in the first copy
     * @param b name of the file in the second
     */
    public record LayoutDifference(long seqno, String a, String b) {}

    /** In one word, how the copies go together. */
    public enum Relation {
        /** Both have the same entries. */
        EQUAL,
        /** There is a {@link DiffReport#divergence}. */
        DIVERGENT,
        /** All entries of the first copy are in the second, which has more. */
        FIRST_IN_SECOND,
        /** All entries of the second copy are in the first, which has more. */
        SECOND_IN_FIRST,
        /** Each has entries that the other has not; those that both have are the same. */
        OVERLAPPING,
        /** There is no seqno that both have. */
        DISJOINT
    }

    /** How the copies go together. */
    public Relation relation() {
        if (divergence != null) {
            return Relation.DIVERGENT;
        }
        if (equalCount == 0) {
            return Relation.DISJOINT;
        }
        if (a.equals(b)) {
            return Relation.EQUAL;
        }
        if (contains(b, a)) {
            return Relation.FIRST_IN_SECOND;
        }
        return contains(a, b) ? Relation.SECOND_IN_FIRST : Relation.OVERLAPPING;
    }

    private static boolean contains(Extent outer, Extent inner) {
        return outer.first() <= inner.first() && inner.last().seqno() <= outer.last().seqno();
    }
}
