package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class BytesTest {
    private static Bytes of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }

    @Test
    void theOrderIsThatOfUnsignedBytesAndPrefixesComeFirst() {
        List<Bytes> ascending =
                List.of(of(), of(0), of(0, 0), of(1), of(0x7f), of(0x80), of(0xff), of(0xff, 0));

        assertEquals(ascending, ascending.reversed().stream().sorted().toList());
    }

    @Test
    void copiesAreIndependentOfTheirSources() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;

        assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
        assertTrue(bytes.buffer().isReadOnly());
    }

    @Test
    void equalBytesAreEqual() {
        assertEquals(Bytes.utf8("key"), Bytes.copyOf(Bytes.utf8("a key").toArray(), 2, 3));
        assertEquals(Bytes.utf8("key").hashCode(), Bytes.utf8("key").hashCode());
        assertNotEquals(Bytes.utf8("key"), Bytes.utf8("kez"));
        assertEquals("grün", Bytes.utf8("grün").utf8());
    }

    @Test
    void prefixesAreFound() {
        assertTrue(Bytes.utf8("message").startsWith(Bytes.utf8("mess")));
        assertTrue(Bytes.utf8("message").startsWith(Bytes.EMPTY));
        assertFalse(Bytes.utf8("mes").startsWith(Bytes.utf8("mess")));
    }

    @Test
    void theDebugFormIsShort() {
        assertEquals("key", Bytes.utf8("key").toString());
        assertEquals("0x00ff", of(0, 0xff).toString());
        assertEquals(67, Bytes.utf8("x".repeat(1000)).toString().length());
    }
}
