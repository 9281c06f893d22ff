package dev.tallystick.node.commit;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers why a part wanted the node to stop. */
final class RecordedFatal implements FatalHandler {
    /** What could not go on, and the exception. */
    record Failure(String what, Throwable cause) {}

    private final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

    @Override
    public void stop(String what, Throwable cause) {
        failures.add(new Failure(what, cause));
    }

    /** The next failure; waits for it. */
    Failure next() throws InterruptedException {
        Failure failure = failures.poll(10, TimeUnit.SECONDS);
        assertNotNull(failure, "nothing failed within 10 s");
        return failure;
    }

    boolean isEmpty() {
        return failures.isEmpty();
    }
}
