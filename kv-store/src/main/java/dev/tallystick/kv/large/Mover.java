package dev.tallystick.kv.large;

import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes large values to disk one after the other, on a thread of its own. Those that the disk does
 * not take stay in memory and are tried again later.
 */
final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);

    private static final long WAITING_BYTES = 64 << 20;
    private static final long WAITING_HEAP_SHARE = 8;

    /** What a waiting value takes beside its bytes, about. */
    private static final long HOLDER_BYTES = 128;

    private static final long RETRY_NANOS = 5_000_000_000L;

    private final Target target;
    private final Thread thread = DiskValues.daemon(this::run, "tally-large-values");
    private final long waitingBytesMax =
            Math.min(WAITING_BYTES, Runtime.getRuntime().maxMemory() / WAITING_HEAP_SHARE);

    /** Values that the disk did not take. Confined to the thread. */
    private final ArrayDeque<WeakReference<StoredValue>> stranded = new ArrayDeque<>();

    /** Whether that was said. Confined to the thread. */
    private boolean isFailing;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock. */
    private final ArrayDeque<StoredValue> arrivals = new ArrayDeque<>();

    /** Written under the lock; once true it stays so. */
    private volatile boolean isClosed;

    /** Cost of {@link #arrivals} and of what is being written. Written under the lock. */
    private final AtomicLong waitingBytes = new AtomicLong();

    /** Where values go. */
    interface Target {
        /** Writes, and then lets go of the bytes in memory. */
        void write(StoredValue stored, Bytes value);
    }

    Mover(Target target) {
        this.target = target;
    }

    void start() {
        thread.start();
    }

    /** Hands a value over; waits for nothing. */
    void add(StoredValue stored, Bytes value) {
        lock.lock();
        try {
            if (!isClosed) {
                arrivals.add(stored);
                waitingBytes.addAndGet(costOf(value));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long costOf(Bytes value) {
        return value.length() + HOLDER_BYTES;
    }

    boolean isBehind() {
        return waitingBytes.get() >= waitingBytesMax;
    }

    /** Waits while {@link #isBehind}. */
    void awaitRoom() {
        if (!isBehind()) {
            return;
        }
        lock.lock();
        try {
            while (isBehind() && !isClosed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                StoredValue next = next();
                if (next == null) {
                    return;
                }
                boolean isWritten = moveArrival(next);
                if (isWritten) {
                    retryStranded();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // the thread's root
            LOG.error("Large values stay in memory from now on", e);
        } finally {
            end();
        }
    }

    private @Nullable StoredValue next() throws InterruptedException {
        while (true) {
            lock.lockInterruptibly();
            try {
                if (isClosed) {
                    return null;
                }
                StoredValue next = arrivals.poll();
                if (next != null) {
                    return next;
                }
                if (stranded.isEmpty()) {
                    changed.await();
                    continue;
                }
                if (changed.awaitNanos(RETRY_NANOS) > 0) {
                    continue;
                }
            } finally {
                lock.unlock();
            }
            retryStranded();
        }
    }

    private boolean moveArrival(StoredValue stored) {
        Bytes value = stored.inMemory();
        long cost = value == null ? 0 : costOf(value);
        try {
            return move(stored);
        } finally {
            lock.lock();
            try {
                waitingBytes.addAndGet(-cost);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether the value is on disk now; else it joins the stranded. */
    private boolean move(StoredValue stored) {
        Bytes value = stored.inMemory();
        if (value == null) {
            return true;
        }
        try {
            target.write(stored, value);
            return true;
        } catch (SealedStoreException e) {
            if (!isFailing) {
                isFailing = true;
                LOG.warn(
                        "Large values stay in memory until the disk takes them again: {}",
                        e.getMessage());
            }
            stranded.add(new WeakReference<>(stored));
            return false;
        }
    }

    /** As many as the disk takes, unless this is closed meanwhile. */
    private void retryStranded() {
        int count = stranded.size();
        for (int i = 0; i < count; i++) {
            if (isClosed) {
                return;
            }
            StoredValue stored = stranded.remove().get();
            if (stored != null && !move(stored)) {
                stranded.removeIf(left -> left.get() == null);
                return;
            }
        }
        if (isFailing) {
            isFailing = false;
            LOG.info("Large values go to disk again");
        }
    }

    private void end() {
        lock.lock();
        try {
            isClosed = true;
            arrivals.clear();
            waitingBytes.set(0);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        end();
        boolean wasInterrupted = false;
        while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
