package dev.tallystick.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be done to stop, in reverse order of what was started. Not thread-safe. */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private record Step(String what, Runnable action) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Remembers how to undo what has just been started. */
    void add(String what, Runnable action) {
        steps.push(new Step(what, action));
    }

    /** Carries out every step, even if some fail. A second call does nothing. */
    @Override
    public void close() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action().run();
            } catch (RuntimeException e) {
                LOG.error("Could not stop {} cleanly", step.what(), e);
            }
        }
    }
}
