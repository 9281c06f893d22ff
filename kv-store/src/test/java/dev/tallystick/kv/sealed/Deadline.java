package dev.tallystick.kv.sealed;

import java.time.Duration;

/** For polling without sleeping for ever. */
final class Deadline {
    private final long endNanos;

    Deadline(int seconds) {
        endNanos = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    /** Fails with {@code state} when time is up. */
    void check(String state) {
        if (System.nanoTime() - endNanos > 0) {
            throw new AssertionError("not in time: " + state);
        }
        Thread.onSpinWait();
    }
}
