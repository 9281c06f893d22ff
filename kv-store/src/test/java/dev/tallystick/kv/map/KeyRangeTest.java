package dev.tallystick.kv.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;

class KeyRangeTest {
    @Test
    void aPrefixEndsBeforeTheNextKeyOfItsLength() {
        KeyRange range = KeyRange.prefix(bytes(1, 0xff, 0xff));

        assertEquals(bytes(2), range.to());
        assertTrue(range.contains(bytes(1, 0xff, 0xff)));
        assertTrue(range.contains(bytes(1, 0xff, 0xff, 0xff, 0xff)));
        assertFalse(range.contains(bytes(1, 0xff, 0xfe)));
        assertFalse(range.contains(bytes(2)));
    }

    @Test
    void aPrefixOfHighestBytesHasNoEnd() {
        assertNull(KeyRange.prefix(bytes(0xff, 0xff)).to());
        assertNull(KeyRange.prefix(Bytes.EMPTY).to());
    }

    @Test
    void aWalkThatStopsHasSeenTheKeyWhereItStopped() {
        KeyRange range = KeyRange.of(bytes(1), bytes(9));

        assertTrue(range.upTo(bytes(5), true).contains(bytes(5)));
        assertFalse(range.upTo(bytes(5), true).contains(bytes(5, 0)));
        assertTrue(range.upTo(bytes(5), false).contains(bytes(5)));
        assertFalse(range.upTo(bytes(5), false).contains(bytes(4, 0xff)));
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }
}
