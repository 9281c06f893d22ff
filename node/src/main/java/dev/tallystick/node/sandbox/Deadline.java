package dev.tallystick.node.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for another process: a condition is polled until a time limit. */
final class Deadline {
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Duration limit;
    private final Runnable alive;

    /**
     * @param limit for each wait
     * @param alive throws when waiting has become pointless
     */
    Deadline(Duration limit, Runnable alive) {
        this.limit = limit;
        this.alive = alive;
    }

    /** Something that may have come true. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Polls until the condition holds.
     *
     * @param what completes the sentence "the node did not ..."
     * @throws SandboxException at the limit, or when interrupted
     */
    void await(String what, Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            alive.run();
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new SandboxException(
                        "the node did not %s within %d s; see its log"
                                .formatted(what, limit.toSeconds()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new SandboxException("interrupted");
            }
        }
    }
}
