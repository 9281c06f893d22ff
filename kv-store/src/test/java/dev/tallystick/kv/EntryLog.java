package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every entry that ever left a pipeline of the stores that share it, also those that were rolled
 * back. Refuses a second entry with the id of another one: its nonce would be used twice.
 */
final class EntryLog implements EntrySink {
    private static final long DEADLINE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TxId, PipelineEntry> entries = new HashMap<>();
    private @Nullable Throwable failure;

    @Override
    public void accept(List<PipelineEntry> batch) {
        lock.lock();
        try {
            for (PipelineEntry entry : batch) {
                if (entries.put(entry.id(), entry) != null) {
                    throw new AssertionError(entry.id() + " was made twice");
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The entry called {@code id}, as soon as it has left its pipeline. */
    PipelineEntry await(TxId id) {
        long nanos = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        lock.lock();
        try {
            while (true) {
                PipelineEntry entry = entries.get(id);
                if (entry != null) {
                    return entry;
                }
                if (failure != null || nanos <= 0) {
                    return fail("waited for " + id, failure);
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting for " + id);
        } finally {
            lock.unlock();
        }
    }
}
