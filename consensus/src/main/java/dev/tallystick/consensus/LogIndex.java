package dev.tallystick.consensus;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What the core remembers of its log: where it ends, what is committed, where views begin and which
 * uncommitted entries are signatures; and what follows from that (spec 05, 1.2 and 4.1 to 4.3).
 */
final class LogIndex {

    private long lastSeqno;
    private long commitSeqno;
    private ViewHistory history = ViewHistory.EMPTY;

    /** The signatures above {@link #commitSeqno}. */
    private final NavigableSet<Long> committable = new TreeSet<>();

    long lastSeqno() {
        return lastSeqno;
    }

    long commitSeqno() {
        return commitSeqno;
    }

    ViewHistory history() {
        return history;
    }

    /** The signatures not yet committed, ascending; a copy. */
    List<Long> committable() {
        return List.copyOf(committable);
    }

    /** The view of the entry at {@code seqno}; 0 if there is none (section 2). */
    long viewOf(long seqno) {
        return seqno > lastSeqno ? 0 : history.viewAt(seqno);
    }

    /** View and seqno of the entry at {@code seqno}. */
    LogPosition positionOf(long seqno) {
        return new LogPosition(viewOf(seqno), seqno);
    }

    /** The last signature, or the commit seqno if there is none above it (4.1). */
    LogPosition lastCommittable() {
        return positionOf(committable.isEmpty() ? commitSeqno : committable.last());
    }

    /** The highest uncommitted signature that is not above {@code seqno}; 0 if none (4.2). */
    long highestCommittableNotAbove(long seqno) {
        Long found = committable.floor(seqno);
        return found == null ? 0 : found;
    }

    /**
     * The highest seqno at which this log can agree with one that has {@code other} (4.3): going
     * back from there, whole views above {@code other.view()} are skipped.
     */
    long highestPossibleMatch(LogPosition other) {
        long candidate = Math.min(other.seqno(), lastSeqno);
        while (history.viewAt(candidate) > other.view()) {
            candidate = Math.max(history.startOfView(history.viewAt(candidate)) - 1, 0);
        }
        return candidate;
    }

    /**
     * The first entry from {@code firstSeqno} to {@code lastSeqno}, all in this log, that is not of
     * {@code view}; 0 if all are.
     */
    long firstNotOfView(long firstSeqno, long lastSeqno, long view) {
        if (firstSeqno > lastSeqno) {
            return 0;
        }
        if (history.viewAt(firstSeqno) != view) {
            return firstSeqno;
        }
        long endOfView = history.endOfView(view);
        return endOfView == 0 || endOfView >= lastSeqno ? 0 : endOfView + 1;
    }

    void append(long seqno) {
        Check.that(seqno == lastSeqno + 1, "entry {} does not follow {}", seqno, lastSeqno);
        lastSeqno = seqno;
    }

    void markCommittable(long seqno) {
        committable.add(seqno);
    }

    /** Learns that {@code view}, if it is new, begins at {@code seqno}. */
    void noteView(long seqno, long view) {
        if (view > history.size()) {
            long start = Math.max(seqno, history.startOfView(history.size()));
            history = history.updated(start, view);
        }
    }

    /** Forgets all above {@code seqno}. */
    void rollback(long seqno) {
        Check.that(seqno >= commitSeqno, "rollback to {} below commit {}", seqno, commitSeqno);
        lastSeqno = Math.min(seqno, lastSeqno);
        history = history.rolledBackTo(seqno);
        committable.tailSet(seqno, false).clear();
    }

    void commit(long seqno) {
        Check.that(seqno <= lastSeqno, "commit of {} beyond the log's end {}", seqno, lastSeqno);
        committable.headSet(seqno, true).clear();
        commitSeqno = seqno;
    }

    /** Begins with everything up to {@code seqno} in the log and committed (9.2, 9.3). */
    void reset(long seqno, ViewHistory history) {
        Check.that(lastSeqno == 0 && this.history.size() == 0, "the log has begun already");
        lastSeqno = seqno;
        commitSeqno = seqno;
        this.history = history;
    }
}
