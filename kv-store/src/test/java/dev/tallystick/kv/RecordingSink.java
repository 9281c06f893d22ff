package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.fail;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A sink that keeps what it gets, can be held up like a slow disk, and can be told to fail. */
final class RecordingSink implements EntrySink {
    private static final long DEADLINE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<PipelineEntry> entries = new ArrayList<>();
    private long truncatedTo;
    private long view;
    private int batchCount;
    private int waitingCount;
    private boolean isHeld;
    private @Nullable RuntimeException failure;
    private @Nullable Throwable failed;

    @Override
    public void accept(List<PipelineEntry> batch) {
        lock.lock();
        try {
            waitingCount++;
            changed.signalAll();
            while (isHeld) {
                changed.awaitUninterruptibly();
            }
            waitingCount--;
            if (failure != null) {
                throw failure;
            }
            batchCount++;
            for (PipelineEntry entry : batch) {
                if (entry.id().view() >= view || entry.id().seqno() <= truncatedTo) {
                    entries.add(entry);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Throwable cause) {
        change(() -> failed = cause);
    }

    void hold() {
        change(() -> isHeld = true);
    }

    void release() {
        change(() -> isHeld = false);
    }

    void failFromNowOn(RuntimeException cause) {
        change(() -> failure = cause);
    }

    /**
     * Drops entries above {@code seqno}, also those of earlier views than {@code nextView} that are
     * still to come.
     */
    void truncate(long seqno, long nextView) {
        change(
                () -> {
                    entries.removeIf(entry -> entry.id().seqno() > seqno);
                    truncatedTo = seqno;
                    view = nextView;
                });
    }

    /** All entries up to and including {@code seqno}, once they have come. */
    List<PipelineEntry> awaitSeqno(long seqno) {
        await(
                "entry " + seqno,
                () -> !entries.isEmpty() && entries.getLast().id().seqno() >= seqno);
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the pipeline thread stands in {@link #accept}. */
    void awaitHeldPipeline() {
        await("a batch that is held", () -> isHeld && waitingCount > 0);
    }

    Throwable awaitFailure() {
        await("the failure", () -> failed != null);
        return Objects.requireNonNull(failed);
    }

    int batchCount() {
        lock.lock();
        try {
            return batchCount;
        } finally {
            lock.unlock();
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long nanos = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) {
                    fail(
                            "waited "
                                    + DEADLINE_SECONDS
                                    + " s for "
                                    + what
                                    + "; got "
                                    + entries.size()
                                    + " entries");
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while waiting for " + what);
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
