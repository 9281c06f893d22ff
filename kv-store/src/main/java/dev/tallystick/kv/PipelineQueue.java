package dev.tallystick.kv;

import dev.tallystick.ledger.Check;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The bounded queue between the serial step and the pipeline: a ring with one producer at a time
 * (whoever holds the commit lock) and one consumer at a time (whoever holds the history lock).
 * Neither ever waits for the other's lock.
 */
final class PipelineQueue {
    private static final long DOZE_NANOS = 50_000;
    private static final int DOZES_MAX = 20;

    private final int capacity;
    private final int mask;
    private final AtomicReferenceArray<@Nullable Revision> ring;

    /** Count of revisions taken; written by the consumer. Never above {@link #added}. */
    private final AtomicLong taken = new AtomicLong();

    /** Count of revisions added; written by the producer. At most {@code taken + capacity}. */
    private final AtomicLong added = new AtomicLong();

    /** The pipeline thread while it is about to park, so that a producer knows whom to wake. */
    private volatile @Nullable Thread parked;

    private volatile boolean isStopped;

    PipelineQueue(int capacity) {
        this.capacity = capacity;
        int length = Integer.highestOneBit(Math.max(capacity - 1, 1)) * 2;
        this.mask = length - 1;
        this.ring = new AtomicReferenceArray<>(length);
    }

    /** How many revisions wait. */
    int count() {
        return (int) (added.get() - taken.get());
    }

    /** Whether {@link #add} would be refused. Only the producer may rely on a false. */
    boolean isFull() {
        return count() >= capacity;
    }

    /** Producer: appends a revision; there must be room. */
    void add(Revision revision) {
        Check.that(!isFull(), "the pipeline queue of %s is full", capacity);
        long at = added.get();
        ring.set((int) at & mask, revision);
        added.set(at + 1);
        wake();
    }

    /** Consumer: takes the oldest revision, or {@code null} if there is none. */
    @Nullable Revision poll() {
        long at = taken.get();
        if (at == added.get()) {
            return null;
        }
        int slot = (int) at & mask;
        Revision revision = ring.get(slot);
        ring.set(slot, null);
        taken.set(at + 1);
        return revision;
    }

    /**
     * Both ends at once: drops all revisions above {@code seqno}. The caller holds both locks.
     *
     * @param seqno the last one to keep
     */
    void dropAbove(long seqno) {
        long end = taken.get();
        for (long at = end; at < added.get(); at++) {
            int slot = (int) at & mask;
            Revision revision = ring.get(slot);
            if (revision != null && revision.seqno() <= seqno) {
                end = at + 1;
            } else {
                ring.set(slot, null);
            }
        }
        added.set(end);
    }

    /**
     * Waits for a revision; returns false once the queue is stopped and empty. Pipeline thread
     * only.
     *
     * <p>Before it lets itself be woken it dozes a few times. Under load the next revisions come
     * meanwhile and are taken together, and none of their producers has to pay for waking a thread,
     * which costs more than all the rest of a commit.
     */
    boolean await() {
        for (int i = 0; i < DOZES_MAX && count() == 0 && !isStopped; i++) {
            LockSupport.parkNanos(this, DOZE_NANOS);
        }
        while (true) {
            // Before the count, so that nothing that was added before the stop is left behind.
            boolean isLast = isStopped;
            if (count() > 0) {
                return true;
            }
            if (isLast) {
                return false;
            }
            parked = Thread.currentThread();
            if (count() == 0 && !isStopped) {
                LockSupport.park(this);
            }
            parked = null;
        }
    }

    /** Lets {@link #await} return false when all is taken. */
    void stop() {
        isStopped = true;
        wake();
    }

    private void wake() {
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
