package dev.tallystick.kv;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The serial step and what it orders: the current state, the retained revisions, the role and view
 * of this node.
 *
 * <p>Under the commit lock only versions are checked, a seqno taken, the state swapped and a
 * revision published to the queue. Readers take no lock at all.
 */
final class Sequencer {
    private static final CommitResult CONFLICT = new CommitResult.Conflict();
    private static final CommitResult NOT_PRIMARY = new CommitResult.NotPrimary();
    private static final CommitResult BUSY = new CommitResult.Busy();

    private final ReentrantLock lock = new ReentrantLock();
    private final PipelineQueue queue;
    private final long uncommittedBytesMax;

    /** Guarded by the lock. */
    private RetainedRevisions retained;

    /** Of the next entry. Guarded by the lock for writing. */
    private volatile long view;

    private volatile boolean isPrimary;

    /**
     * Greatest view of which entries were dropped. No entry may be made in it again: view and seqno
     * are the nonce of its encryption, and a nonce is used once. Guarded by the lock.
     */
    private long closedView;

    /**
     * The state after the newest revision, possibly in a later epoch. Swapped under the lock, read
     * by anyone.
     */
    private volatile State current;

    /** The state after the oldest revision. Swapped under the lock, read by anyone. */
    private volatile State compacted;

    private volatile @Nullable StoreFailedException stopped;

    Sequencer(PipelineQueue queue, long uncommittedBytesMax, State empty) {
        this.queue = queue;
        this.uncommittedBytesMax = uncommittedBytesMax;
        this.retained = new RetainedRevisions(Revision.base(empty));
        this.current = empty;
        this.compacted = empty;
    }

    State current() {
        return current;
    }

    State compacted() {
        return compacted;
    }

    long view() {
        return view;
    }

    boolean isPrimary() {
        return isPrimary;
    }

    @Nullable StoreFailedException stopped() {
        return stopped;
    }

    CommitResult commit(Transaction tx, WriteSet writes) {
        checkRunning();
        if (isPrimary && !tx.readsHoldIn(current) && tx.epoch() == current.epoch()) {
            return CONFLICT;
        }
        Revision.Attributes attributes =
                new Revision.Attributes(tx.claims(), tx.entryFlags(), EntryEncoder.sizeOf(writes));
        lock.lock();
        try {
            checkRunning();
            State now = current;
            if (!isPrimary || tx.epoch() != now.epoch()) {
                return NOT_PRIMARY;
            }
            if (queue.isFull() || retained.uncommittedBytes() >= uncommittedBytesMax) {
                return BUSY;
            }
            if (!tx.readsHoldIn(now)) {
                return CONFLICT;
            }
            TxId id = new TxId(view, now.last().seqno() + 1);
            tx.end();
            publish(Revision.of(now.after(id, writes), writes, attributes));
            return new CommitResult.Committed(id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves a seqno for a signature; empty if fewer entries than {@code unsignedMin} are
     * unsigned, or if there is no room, or no right to.
     */
    Optional<TxId> reserveSignature(long unsignedMin) {
        lock.lock();
        try {
            checkRunning();
            if (!isPrimary || unsignedCount() < unsignedMin || queue.isFull()) {
                return Optional.empty();
            }
            TxId id = new TxId(view, current.last().seqno() + 1);
            publish(Revision.signature(current.afterSignature(id)));
            return Optional.of(id);
        } finally {
            lock.unlock();
        }
    }

    long unsignedCount() {
        State now = current;
        return now.last().seqno() - now.signature().seqno();
    }

    void becomePrimary(long newView) {
        lock.lock();
        try {
            checkRunning();
            Check.that(
                    newView > closedView && newView >= current.last().view(),
                    "view %s may not follow entry %s and the dropped view %s",
                    newView,
                    current.last(),
                    closedView);
            view = newView;
            current = current.inEpoch(current.last(), current.epoch() + 1);
            isPrimary = true;
        } finally {
            lock.unlock();
        }
    }

    void becomeBackup() {
        lock.lock();
        try {
            isPrimary = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops everything above {@code to}, also from the queue; the caller holds the history lock.
     */
    void rollback(TxId to, long nextView) {
        lock.lock();
        try {
            Revision kept = retained.at(to.seqno());
            long dropped =
                    to.seqno() == current.last().seqno()
                            ? closedView
                            : Math.max(closedView, current.last().view());
            Check.that(
                    !isPrimary || nextView > dropped,
                    "a primary in view %s would make entries of the dropped view %s again",
                    nextView,
                    dropped);
            closedView = dropped;
            queue.dropAbove(to.seqno());
            retained.dropAbove(to.seqno());
            view = nextView;
            current = kept.state().inEpoch(to, current.epoch() + 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes {@code seqno} the oldest retained revision.
     *
     * @return the revisions that this has passed, in order, up to the one at {@code seqno}
     */
    List<Revision> compact(long seqno) {
        lock.lock();
        try {
            List<Revision> passed = retained.dropBelow(seqno);
            compacted = retained.oldest().state();
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /** Appends a revision that another node has ordered. */
    void install(Revision revision) {
        lock.lock();
        try {
            checkRunning();
            Check.that(!isPrimary, "a primary does not apply entry %s", revision.id());
            link(revision);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins at a restored state, in the place of an empty one; the caller holds the history lock.
     */
    void restore(State restored) {
        lock.lock();
        try {
            checkRunning();
            checkEmpty();
            State state = restored.inEpoch(restored.last(), current.epoch() + 1);
            retained = new RetainedRevisions(Revision.base(state));
            view = state.last().view();
            current = state;
            compacted = state;
        } finally {
            lock.unlock();
        }
    }

    /** Fails unless no entry has ever been made or applied. */
    void checkEmpty() {
        Check.that(
                !isPrimary && current.last().seqno() == 0,
                "the store is not empty any more: %s",
                current.last());
    }

    /**
     * Puts private maps into every retained state; the caller holds the history lock.
     *
     * @param mapsAt the private maps as of a seqno
     */
    void showPrivateMaps(LongFunction<OrderedMap<OrderedMap<Bytes>>> mapsAt) {
        lock.lock();
        try {
            checkRunning();
            retained.forEach(
                    revision ->
                            revision.show(
                                    revision.state()
                                            .withPrivateMaps(mapsAt.apply(revision.seqno()))));
            current = current.withPrivateMaps(mapsAt.apply(current.last().seqno()));
            compacted = retained.oldest().state();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The revision of an entry since the last compaction.
     *
     * @throws IllegalStateException if it has been compacted, or does not exist yet
     */
    Revision revisionAt(long seqno) {
        lock.lock();
        try {
            return retained.at(seqno);
        } finally {
            lock.unlock();
        }
    }

    /** From now on every write fails with {@code cause}; the first cause stays. */
    void stop(StoreFailedException cause) {
        lock.lock();
        try {
            if (stopped == null) {
                stopped = cause;
            }
        } finally {
            lock.unlock();
        }
    }

    void checkRunning() {
        StoreFailedException cause = stopped;
        if (cause != null) {
            throw cause.again();
        }
    }

    private void publish(Revision revision) {
        link(revision);
        queue.add(revision);
    }

    private void link(Revision revision) {
        retained.add(revision);
        current = revision.state();
    }
}
