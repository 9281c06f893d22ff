package dev.tallystick.node.commit;

import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreFailedException;
import dev.tallystick.ledger.TxId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * When signature transactions are due (spec 01, 5.4): every {@code delay} if anything is unsigned,
 * and at once when {@code txCount} entries are. Thread-safe.
 */
public final class SignatureSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureSchedule.class);

    private static final long ROOM_POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final Store store;
    private final long txCount;
    private final FatalHandler fatal;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("signatures").daemon().factory());
    private long signedView;

    /**
     * A schedule that has not started.
     *
     * @param txCount entries after which a signature is due at once, at least 1
     * @param fatal told when the timer has failed
     */
    public SignatureSchedule(Store store, long txCount, FatalHandler fatal) {
        this.store = store;
        this.txCount = txCount;
        this.fatal = fatal;
    }

    /** Starts the timer; its first signature comes after one {@code delay}. */
    public void start(Duration delay) {
        long nanos = Math.max(1, delay.toNanos());
        var _ = timer.scheduleAtFixedRate(this::onTimer, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** To be called after each commit of a request. A store that has stopped is left alone. */
    public void onCommitted() {
        if (store.unsignedCount() >= txCount) {
            attempt(() -> store.sign(txCount));
        }
    }

    /**
     * The last signature, once nothing is written any more: waits for room in the pipeline, so that
     * what was acknowledged does not stay unsigned.
     *
     * @param patience after which it gives up, with a line in the log
     */
    public void signLast(Duration patience) {
        long startNanos = System.nanoTime();
        while (store.isPrimary() && store.failure().isEmpty() && store.unsignedCount() > 0) {
            if (attempt(store::sign).isEmpty()) {
                if (System.nanoTime() - startNanos > patience.toNanos()) {
                    LOG.error("{} entries stay unsigned: no room", store.unsignedCount());
                    return;
                }
                LockSupport.parkNanos(ROOM_POLL_NANOS);
            }
        }
    }

    private void onTimer() {
        try {
            if (!store.isPrimary()) {
                return;
            }
            if (store.view() != signedView) {
                // A new primary signs in its view even if nothing is unsigned.
                attempt(store::signAnyway).map(TxId::view).ifPresent(view -> signedView = view);
            } else {
                attempt(store::sign);
            }
        } catch (Throwable t) { // the thread's root: the timer would silently end
            fatal.stop("Signatures cannot be scheduled", t);
        }
    }

    private static Optional<TxId> attempt(Supplier<Optional<TxId>> signing) {
        try {
            return signing.get();
        } catch (StoreFailedException e) {
            LOG.debug("No signature: the store has stopped", e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
