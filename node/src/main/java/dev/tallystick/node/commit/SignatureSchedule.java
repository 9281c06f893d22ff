package dev.tallystick.node.commit;

import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreFailedException;
import dev.tallystick.ledger.TxId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When signature transactions are due (spec 01, 5.4): every {@code delay} if anything is unsigned,
 * and at once when {@code txCount} entries are. Thread-safe.
 */
public final class SignatureSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureSchedule.class);

    private final Store store;
    private final long txCount;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("signatures").daemon().factory());
    private long signedView;

    /**
     * A schedule that has not started.
     *
     * @param txCount entries after which a signature is due at once, at least 1
     */
    public SignatureSchedule(Store store, long txCount) {
        this.store = store;
        this.txCount = txCount;
    }

    /** Starts the timer; its first signature comes after one {@code delay}. */
    public void start(Duration delay) {
        long nanos = Math.max(1, delay.toNanos());
        var _ = timer.scheduleAtFixedRate(this::onTimer, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** To be called after each commit of a request. */
    public void onCommitted() {
        if (store.unsignedCount() >= txCount) {
            var _ = store.sign();
        }
    }

    /** Signs what is unsigned; for the timer, and once more before the node stops. */
    public void signNow() {
        var _ = store.sign();
    }

    private void onTimer() {
        try {
            if (!store.isPrimary()) {
                return;
            }
            if (store.view() != signedView) {
                // A new primary signs in its view even if nothing is unsigned.
                store.signAnyway().map(TxId::view).ifPresent(view -> signedView = view);
            } else {
                signNow();
            }
        } catch (StoreFailedException e) {
            LOG.debug("No signature: the store has stopped", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
