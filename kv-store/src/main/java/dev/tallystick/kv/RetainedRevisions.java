package dev.tallystick.kv;

import dev.tallystick.ledger.Check;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The revisions since the last compaction, which is the oldest of them, by seqno: a ring that grows
 * as needed. Finding one costs nothing, dropping costs the number dropped. Guarded by the commit
 * lock.
 */
final class RetainedRevisions {
    private static final int ROOM_MIN = 64;

    /** Revision {@code s} is at {@code s & (length - 1)}; the length is a power of two. */
    private @Nullable Revision[] ring = new Revision[ROOM_MIN];

    private long oldest;
    private long newest;

    /** What all revisions but the oldest hold. */
    private long uncommittedBytes;

    /** Begins with one revision, of which nobody asks any more how it came about. */
    RetainedRevisions(Revision base) {
        oldest = base.seqno();
        newest = base.seqno();
        ring[slot(oldest)] = base;
    }

    Revision oldest() {
        return at(oldest);
    }

    Revision newest() {
        return at(newest);
    }

    /** About how much heap the entries after the last compaction take. */
    long uncommittedBytes() {
        return uncommittedBytes;
    }

    /**
     * The revision of an entry.
     *
     * @throws IllegalStateException if it has been compacted, or does not exist yet
     */
    Revision at(long seqno) {
        Check.that(
                seqno >= oldest && seqno <= newest,
                "entry %s is not among the retained ones, %s to %s",
                seqno,
                oldest,
                newest);
        Revision revision = ring[slot(seqno)];
        if (revision == null) {
            throw new IllegalStateException("no revision is retained at " + seqno);
        }
        return revision;
    }

    /** Appends the revision of the next entry. */
    void add(Revision revision) {
        Check.that(revision.seqno() == newest + 1, "%s does not follow", revision.id());
        if (count() == ring.length) {
            resize(2 * ring.length);
        }
        newest++;
        ring[slot(newest)] = revision;
        uncommittedBytes += revision.heldBytes();
    }

    /** Shows every revision to {@code visitor}, in order. */
    void forEach(Consumer<Revision> visitor) {
        for (long seqno = oldest; seqno <= newest; seqno++) {
            visitor.accept(at(seqno));
        }
    }

    /** Drops the revisions above {@code seqno}, which is retained. */
    void dropAbove(long seqno) {
        for (; newest > seqno; newest--) {
            uncommittedBytes -= at(newest).heldBytes();
            ring[slot(newest)] = null;
        }
    }

    /**
     * Makes the revision at {@code seqno} the oldest.
     *
     * @return the revisions that followed the oldest up to now, up to the new one
     */
    List<Revision> dropBelow(long seqno) {
        Revision[] passed = new Revision[(int) (at(seqno).seqno() - oldest)];
        for (int i = 0; i < passed.length; i++) {
            ring[slot(oldest)] = null;
            oldest++;
            passed[i] = at(oldest);
            uncommittedBytes -= passed[i].heldBytes();
        }
        if (ring.length > ROOM_MIN && count() < ring.length / 8) {
            resize(ring.length / 4);
        }
        return Arrays.asList(passed);
    }

    private int count() {
        return (int) (newest - oldest + 1);
    }

    private int slot(long seqno) {
        return (int) seqno & (ring.length - 1);
    }

    private void resize(int room) {
        @Nullable Revision[] old = ring;
        ring = new Revision[Math.max(room, ROOM_MIN)];
        for (long seqno = oldest; seqno <= newest; seqno++) {
            ring[slot(seqno)] = old[(int) seqno & (old.length - 1)];
        }
    }
}
