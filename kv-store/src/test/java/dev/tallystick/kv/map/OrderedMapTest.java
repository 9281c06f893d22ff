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
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

class OrderedMapTest {
    /** Value and version of one key in the naive twin. */
    private record Versioned(Bytes value, long version) {}

    private OrderedMap<Bytes> map = OrderedMap.empty();
    private TreeMap<Bytes, Versioned> twin = new TreeMap<>();

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

    @Test
    void itAgreesWithANaiveTwinThroughRandomBatches() {
        Seeds.forEach(
                30,
                random -> {
                    map = OrderedMap.empty();
                    twin = new TreeMap<>();
                    int keySpace = 1 << (2 + random.nextInt(11));
                    OrderedMap<Bytes> old = map;
                    TreeMap<Bytes, Versioned> oldTwin = new TreeMap<>(twin);
                    for (long version = 1; version <= 120; version++) {
                        batch(random, keySpace, version);
                        if (random.nextInt(20) == 0) {
                            assertSameContent(oldTwin, old);
                            old = map;
                            oldTwin = new TreeMap<>(twin);
                        }
                        checkReads(random, keySpace);
                        checkDifference(random, keySpace, old, oldTwin);
                    }
                    assertSameContent(twin, map);
                    assertSameContent(oldTwin, old);
                });
    }

    private void batch(Random random, int keySpace, long version) {
        OrderedMap.Edit<Bytes> edit = map.edit();
        int size = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(4);
        int removals = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            Bytes key = key(random.nextInt(keySpace));
            if (random.nextInt(4) < removals) {
                assertEquals(twin.remove(key) != null, edit.remove(key), "was " + key + " there");
            } else {
                Bytes value = key(random.nextInt());
                edit.put(key, value, version);
                twin.put(key, new Versioned(value, version));
            }
        }
        map = edit.seal();
        assertEquals(twin.size(), map.size());
    }

    private void checkReads(Random random, int keySpace) {
        Found<Bytes> found = new Found<>();
        for (int i = 0; i < 20; i++) {
            Bytes key = key(random.nextInt(keySpace + 2));
            Versioned expected = twin.get(key);
            assertEquals(expected != null, map.find(key, found));
            assertEquals(expected == null ? null : expected.value(), found.value());
            assertEquals(
                    expected == null ? OrderedMap.ABSENT : expected.version(), found.version());
            assertEquals(found.value(), map.get(key));
            assertEquals(found.version(), map.version(key));
            checkCursor(map.cursor(), key, random);
        }
    }

    private void checkCursor(Cursor<Bytes> cursor, Bytes key, Random random) {
        boolean isUp = random.nextBoolean();
        NavigableMap<Bytes, Versioned> expected =
                isUp ? twin.tailMap(key, true) : twin.headMap(key, false).descendingMap();
        boolean more = isUp ? cursor.seekCeiling(key) : cursor.seekLower(key);
        int steps = random.nextInt(80);
        for (Map.Entry<Bytes, Versioned> entry : expected.entrySet()) {
            assertTrue(more, "an entry at " + entry.getKey());
            assertEquals(entry.getKey(), cursor.key());
            assertEquals(entry.getValue(), new Versioned(cursor.value(), cursor.version()));
            if (steps-- == 0) {
                return;
            }
            more = isUp ? cursor.next() : cursor.previous();
        }
        assertFalse(more, "the walk ends");
    }

    private void checkDifference(
            Random random,
            int keySpace,
            OrderedMap<Bytes> old,
            NavigableMap<Bytes, Versioned> oldTwin) {
        Bytes from = key(random.nextInt(keySpace));
        Bytes to = key(random.nextInt(keySpace));
        boolean isEmpty = to.compareTo(from) <= 0;
        boolean expected =
                isEmpty
                        || oldTwin.subMap(from, true, to, false)
                                .equals(twin.subMap(from, true, to, false));
        assertEquals(
                expected,
                map.hasSameEntries(old, KeyRange.of(from, to)),
                "same in [" + from + ", " + to + ")");
        assertEquals(
                oldTwin.equals(twin), old.hasSameEntries(map, KeyRange.all()), "same everywhere");
    }

    private static void assertSameContent(
            NavigableMap<Bytes, Versioned> expected, OrderedMap<Bytes> actual) {
        TreeMap<Bytes, Versioned> content = new TreeMap<>();
        Cursor<Bytes> cursor = actual.cursor();
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            content.put(cursor.key(), new Versioned(cursor.value(), cursor.version()));
        }
        assertEquals(expected, content);
        assertEquals(expected.size(), actual.size());
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
