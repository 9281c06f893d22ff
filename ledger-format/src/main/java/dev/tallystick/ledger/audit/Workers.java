package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.EntryBlock;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which an audit hashes and verifies. With one thread everything happens at once on
 * the calling one.
 */
final class Workers implements AutoCloseable {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final LedgerSecrets secrets;
    private final ThreadLocal<EntryDecoder> decoders = ThreadLocal.withInitial(EntryDecoder::new);
    private final @Nullable ExecutorService executor;

    Workers(int threads, LedgerSecrets secrets) {
        this.secrets = secrets;
        this.executor = threads == 1 ? null : Executors.newFixedThreadPool(threads, daemons());
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "audit-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Future<ScannedBlock> scan(EntryBlock block) {
        return run(() -> ScannedBlock.scan(block, decoders.get(), secrets));
    }

    <T> Future<T> run(Callable<T> work) {
        ExecutorService threads = executor;
        if (threads != null) {
            return threads.submit(work);
        }
        FutureTask<T> task = new FutureTask<>(work);
        task.run();
        return task;
    }

    /** Waits for what {@link #run} has begun; its unchecked exceptions come out unchanged. */
    static <T> T await(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the audit was interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("an audit's work failed", e);
            }
        }
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
