package dev.tallystick.js.guest;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The time limit of one call: it either finishes or expires, never both. */
final class Deadline {
    private enum State {
        RUNNING,
        FINISHED,
        EXPIRED
    }

    private final long startNanos = System.nanoTime();
    private final long limitNanos;
    private final Runnable stop;
    private final Set<Deadline> running;

    /** Shared: the caller's thread and the watchdog's race for the one transition. */
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    Deadline(long limitNanos, Runnable stop, Set<Deadline> running) {
        this.limitNanos = limitNanos;
        this.stop = stop;
        this.running = running;
    }

    boolean isOver(long nowNanos) {
        return nowNanos - startNanos >= limitNanos;
    }

    /**
     * Has the call stopped, unless it has finished.
     *
     * @throws OutOfMemoryError if it could not be; then the call still runs and can expire again
     */
    void expire() {
        if (state.compareAndSet(State.RUNNING, State.EXPIRED)) {
            try {
                stop.run();
                running.remove(this);
            } catch (OutOfMemoryError e) {
                state.set(State.RUNNING); // still among the running ones: to be tried again
                throw e;
            }
        }
    }

    /** Ends the call; true if it was in time. */
    boolean finish() {
        boolean inTime = state.compareAndSet(State.RUNNING, State.FINISHED);
        running.remove(this);
        return inTime;
    }

    long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
