package dev.tallystick.node.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void theBarShowsShareSpeedAndTimeLeft() {
        assertEquals(
                "[#######-----------------------]  25 %  2.5 MB/s  10,000/s  0:03 left",
                ProgressBar.line(2_500_000, 10_000_000, 10_000, 1_000_000_000));
    }

    @Test
    void hoursAreShownOnlyWhereThereAreSome() {
        assertEquals(
                "[------------------------------]   1 %  1.0 MB/s  0/s  1:39:00 left",
                ProgressBar.line(60_000_000, 6_000_000_000L, 0, 60_000_000_000L));
    }
}
