package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

class EndingTest {
    private final Ending ending = new Ending();

    @Test
    void aNodeThatWasToldToStopEndsWell() {
        ending.gracefully();
        assertDoesNotThrow(ending::await);
    }

    @Test
    void theFirstFailureIsTheReason() {
        ending.stop("The ledger cannot be written", new IllegalStateException("disk full"));
        ending.stop("Consensus has failed", new IllegalStateException("no ledger writer"));
        ending.gracefully();

        StartupException reason = assertThrows(StartupException.class, ending::await);
        assertEquals(ExitStatus.FAILURE, reason.status());
        assertEquals(List.of("The ledger cannot be written: disk full"), reason.lines());
    }

    @Test
    void aFullDiskIsToldInOneLine() {
        IOException full = new IOException("No space left on device");
        ending.stop("The ledger cannot be written", new UncheckedIOException("Cannot flush", full));

        StartupException reason = assertThrows(StartupException.class, ending::await);
        assertEquals(List.of("The ledger cannot be written: Cannot flush"), reason.lines());
    }
}
