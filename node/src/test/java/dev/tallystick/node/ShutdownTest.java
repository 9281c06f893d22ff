package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ShutdownTest {
    private final List<String> done = new ArrayList<>();
    private final Shutdown shutdown = new Shutdown();

    @Test
    void whatWasStartedLastIsStoppedFirst() {
        shutdown.add("a", () -> done.add("a"));
        shutdown.add("b", () -> done.add("b"));
        shutdown.close();

        assertEquals(List.of("b", "a"), done);
    }

    @Test
    void aStepThatFailsDoesNotKeepTheOthersRunning() {
        shutdown.add("a", () -> done.add("a"));
        shutdown.add(
                "b",
                () -> {
                    throw new IllegalStateException("b does not stop");
                });
        shutdown.add("c", () -> done.add("c"));
        shutdown.close();

        assertEquals(List.of("c", "a"), done);
    }

    @Test
    void nothingIsStoppedTwice() {
        shutdown.add("a", () -> done.add("a"));
        shutdown.close();
        shutdown.close();

        assertEquals(List.of("a"), done);
    }
}
