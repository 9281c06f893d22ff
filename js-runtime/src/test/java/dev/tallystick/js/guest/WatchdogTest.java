package dev.tallystick.js.guest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The thread on which all time limits depend. */
class WatchdogTest {
    @Test
    void aCallThatTookAllMemoryIsStoppedAtALaterAttempt() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Watchdog watchdog =
                new Watchdog(
                        stop -> {
                            if (attempts.incrementAndGet() < 3) {
                                throw new OutOfMemoryError("no thread");
                            }
                            stop.run();
                        })) {
            Deadline deadline = watchdog.start(5, stopped::countDown);

            assertTrue(stopped.await(30, TimeUnit.SECONDS), "the call was never stopped");
            assertFalse(deadline.finish());
        }
    }
}
