package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of spec 02, 5.2 and spec 05, 14.1. */
class TxStatusTest {

    @ParameterizedTest
    @CsvSource({
        "3, 10, 0, 3, 6, UNKNOWN",
        "3, 10, 3, 3, 9, PENDING",
        "3, 10, 3, 4, 14, COMMITTED",
        "3, 10, 0, 4, 9, INVALID",
        "3, 10, 2, 2, 8, UNKNOWN",
        "3, 10, 2, 2, 10, INVALID",
        "100, 10, 4, 4, 10, INVALID",
        "100, 10, 0, 4, 8, UNKNOWN",
        "1, 1, 2, 2, 2, INVALID"
    })
    void theStatusFollowsFromLocalViewAndCommit(
            long view,
            long seqno,
            long localView,
            long committedView,
            long committedSeqno,
            TxStatus expected) {
        TxStatus status =
                TxStatus.of(
                        new LogPosition(view, seqno),
                        localView,
                        new LogPosition(committedView, committedSeqno));

        assertEquals(expected, status);
    }

    @Test
    void aCommittedSeqnoWithoutAViewIsADefect() {
        assertThrows(
                IllegalStateException.class,
                () -> TxStatus.of(new LogPosition(2, 3), 0, new LogPosition(2, 5)));
    }

    @Test
    void theNamesAreThoseOfTheInterface() {
        assertEquals("Unknown", TxStatus.UNKNOWN.text());
        assertEquals("Pending", TxStatus.PENDING.text());
        assertEquals("Committed", TxStatus.COMMITTED.text());
        assertEquals("Invalid", TxStatus.INVALID.text());
    }
}
