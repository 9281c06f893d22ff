package dev.tallystick.kv.sealed;

import java.time.Duration;

/** For polling without sleeping for ever. */
public final class Deadline {
    private final long endNanos;

    /** That many from now. */
    public Deadline(int seconds) {
        endNanos = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    /** Fails with {@code state} when time is up. */
    public void check(String state) {
        if (System.nanoTime() - endNanos > 0) {
            throw new AssertionError("not in time: " + state);
        }
        Thread.onSpinWait();
    }
}
