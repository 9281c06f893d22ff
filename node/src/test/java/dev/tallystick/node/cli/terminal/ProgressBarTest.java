package dev.tallystick.node.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void theBarShowsShareAndSpeed() {
        assertEquals(
                "[##########------------------------------]  25 %  2.5 MB/s",
                ProgressBar.line(2_500_000, 10_000_000, 1_000_000_000));
    }
}
