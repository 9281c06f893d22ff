package dev.tallystick.node;

import dev.tallystick.node.commit.FatalHandler;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** How a node ends: because it was told to, or because it cannot go on. Thread-safe. */
final class Ending implements FatalHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    @Override
    public void stop(String what, Throwable cause) {
        if (!isOfTheEnvironment(cause)) {
            LOG.error("{}: the node stops so that nothing wrong is written", what, cause);
        }
        failure.compareAndSet(null, what + ": " + cause.getMessage());
        ended.countDown();
    }

    /**
     * A failing disk is the operator's affair, told in one line; of a bug, all there is to know.
     */
    private static boolean isOfTheEnvironment(Throwable cause) {
        return cause instanceof UncheckedIOException;
    }

    /** The node has been stopped as it should. */
    void gracefully() {
        ended.countDown();
    }

    /**
     * Waits for the end.
     *
     * @throws StartupException with the reason, if the node could not go on
     */
    void await() throws InterruptedException {
        ended.await();
        String reason = failure.get();
        if (reason != null) {
            throw new StartupException(ExitStatus.FAILURE, reason);
        }
    }
}
