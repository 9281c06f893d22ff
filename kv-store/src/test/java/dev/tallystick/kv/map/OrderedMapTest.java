package dev.tallystick.kv.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.Seeds;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class OrderedMapTest {
    private final OrderedMap<Bytes> map = OrderedMap.empty();

    @Test
    void anEmptyMapHasNothing() {
        OrderedMap<Bytes> empty = OrderedMap.empty();

        assertEquals(0, empty.size());
        assertNull(empty.get(Bytes.EMPTY));
        assertEquals(OrderedMap.ABSENT, empty.version(Bytes.EMPTY));
        assertFalse(empty.cursor().seekFirst());
        assertFalse(empty.cursor().seekLast());
        assertFalse(empty.cursor().seekCeiling(Bytes.EMPTY));
        assertFalse(empty.cursor().seekLower(Bytes.utf8("x")));
    }

    @Test
    void keysAreInUnsignedOrderAndAPrefixComesFirst() {
        OrderedMap.Edit<Bytes> edit = map.edit();
        byte[][] keys = {{(byte) 0x80}, {0x7f}, {}, {0}, {0, 0}, {(byte) 0xff}, {0, 1}};
        for (byte[] key : keys) {
            edit.put(Bytes.wrap(key), Bytes.EMPTY, 1);
        }
        OrderedMap<Bytes> sealed = edit.seal();

        assertEquals(List.of("", "00", "0000", "0001", "7f", "80", "ff"), hexKeys(sealed));
    }

    @Test
    void aSealedMapNeverChangesWhateverTheEditDoesNext() {
        OrderedMap.Edit<Bytes> edit = map.edit();
        for (int i = 0; i < 1000; i++) {
            edit.put(key(i), key(i), 1);
        }
        OrderedMap<Bytes> first = edit.seal();
        edit.put(key(5), Bytes.utf8("changed"), 2);
        edit.remove(key(6));
        OrderedMap<Bytes> second = edit.seal();

        assertEquals(key(5), first.get(key(5)));
        assertEquals(key(6), first.get(key(6)));
        assertEquals(1000, first.size());
        assertEquals(Bytes.utf8("changed"), second.get(key(5)));
        assertNull(second.get(key(6)));
        assertEquals(999, second.size());
    }

    @Test
    void anEditWithoutChangesGivesTheSameMap() {
        OrderedMap<Bytes> one = put(map, key(1), 1);
        OrderedMap.Edit<Bytes> edit = one.edit();
        edit.remove(key(2));

        assertSame(one, edit.seal());
    }

    @Test
    void removingEverythingInAnyOrderLeavesAnEmptyMap() {
        Seeds.forEach(
                20,
                random -> {
                    List<Integer> order = new ArrayList<>();
                    OrderedMap.Edit<Bytes> edit = OrderedMap.<Bytes>empty().edit();
                    for (int i = 0; i < 3000; i++) {
                        edit.put(key(i), key(i), 1);
                        order.add(i);
                    }
                    Collections.shuffle(order, random);
                    for (int i : order) {
                        assertTrue(edit.remove(key(i)), "key " + i + " is there");
                        assertFalse(edit.remove(key(i)), "key " + i + " is gone");
                    }
                    assertEquals(0, edit.seal().size());
                });
    }

    private static OrderedMap<Bytes> put(OrderedMap<Bytes> map, Bytes key, long version) {
        OrderedMap.Edit<Bytes> edit = map.edit();
        edit.put(key, key, version);
        return edit.seal();
    }

    private static List<String> hexKeys(OrderedMap<Bytes> map) {
        List<String> keys = new ArrayList<>();
        Cursor<Bytes> cursor = map.cursor();
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            keys.add(cursor.key().hex());
        }
        return keys;
    }

    private static Bytes key(int i) {
        return Bytes.utf8(Integer.toString(i, 7));
    }
}
