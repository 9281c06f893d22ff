package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxIdTest {
    @Test
    void theTextFormIsReadBack() {
        assertEquals(new TxId(2, 16), TxId.parse("2.16"));
        assertEquals("2.16", new TxId(2, 16).toString());
        assertEquals(new TxId(0, 0), TxId.parse("0.0"));
        String largest = Long.MAX_VALUE + "." + Long.MAX_VALUE;
        assertEquals(largest, TxId.parse(largest).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "2",
                "2.",
                ".16",
                "2.16.1",
                "-2.16",
                "2.-16",
                "+2.16",
                " 2.16",
                "2.16 ",
                "2,16",
                "a.b",
                "2.1e3",
                "9223372036854775808.1",
                "2.99999999999999999999",
                "٢.٣"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TxId.parse(text));
    }

    @Test
    void theViewCountsBeforeTheSeqno() {
        assertTrue(new TxId(2, 9).compareTo(new TxId(3, 1)) < 0);
        assertTrue(new TxId(3, 9).compareTo(new TxId(3, 1)) > 0);
        assertEquals(0, new TxId(3, 1).compareTo(new TxId(3, 1)));
    }
}
