package dev.tallystick.js.guest;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops calls whose time is over.
 *
 * <p>One thread looks at the running calls every few milliseconds, and sleeps while there are none.
 * It never cancels a context itself, since that may block for as long as a built-in function runs;
 * a thread of its own does.
 */
final class Watchdog implements AutoCloseable {
    private static final long TICK_NANOS = Duration.ofMillis(2).toNanos();
    private static final long IDLE_MILLIS = 100;

    /** Shared: callers add and remove, the watchdog's thread reads. */
    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

    /** Runs what it is given on another thread. */
    private final Executor cancellers;

    private final Thread thread;

    /** Shared: set once by close. */
    private volatile boolean closed;

    Watchdog() {
        this(stop -> Thread.ofPlatform().daemon().name("js-cancel").start(stop));
    }

    /** One that has the calls stopped by {@code cancellers}. */
    Watchdog(Executor cancellers) {
        this.cancellers = cancellers;
        this.thread = Thread.ofPlatform().daemon().name("js-watchdog").start(this::watch);
    }

    /**
     * Starts the clock; when {@code millis} have passed before {@link Deadline#finish}, {@code
     * stop} runs.
     */
    Deadline start(long millis, Runnable stop) {
        Deadline deadline =
                new Deadline(
                        Duration.ofMillis(millis).toNanos(),
                        () -> cancellers.execute(stop),
                        running);
        running.add(deadline);
        if (millis == 0) {
            deadline.expire();
        } else if (millis <= 2 * IDLE_MILLIS) {
            // A longer one is found in time when the thread next wakes by itself.
            LockSupport.unpark(thread);
        }
        return deadline;
    }

    private void watch() {
        while (!closed) {
            boolean idle = running.isEmpty();
            LockSupport.parkNanos(this, idle ? IDLE_MILLIS * 1_000_000 : TICK_NANOS);
            try {
                expireOverdue(System.nanoTime());
            } catch (OutOfMemoryError e) {
                // Perhaps the very call that is overdue took it all: tried again at the next tick.
            }
        }
    }

    private void expireOverdue(long now) {
        for (Deadline deadline : running) {
            if (deadline.isOver(now)) {
                deadline.expire();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
