package dev.tallystick.node.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
final class Polling {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Polling() {}

    /** The first answer that is there; fails with {@code what} after {@code limit}. */
    static <T> T until(String what, Duration limit, Callable<Optional<T>> question)
            throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.call();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
