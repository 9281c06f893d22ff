package dev.tallystick.kv.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.Seeds;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * The map against a naive twin, a {@link TreeMap} with versions: random batches over nasty keys,
 * with the structure checked after each, and old snapshots compared much later.
 */
class OrderedMapModelTest {
    private static final int SEEDS = 5;
    private static final int VERSIONS = 80;
    private static final int SNAPSHOTS_MAX = 4;

    /** Value and version of one key in the naive twin. */
    private record Versioned(Bytes value, long version) {}

    private record Snapshot(OrderedMap<Bytes> map, TreeMap<Bytes, Versioned> twin) {}

    private OrderedMap<Bytes> map = OrderedMap.empty();
    private TreeMap<Bytes, Versioned> twin = new TreeMap<>();
    private List<Bytes> keys = List.of();
    private Random random = new Random();

    @ParameterizedTest
    @EnumSource(NastyKeys.class)
    void itAgreesWithANaiveTwinThroughRandomBatches(NastyKeys family) {
        Seeds.forEach(SEEDS, seeded -> run(family, seeded));
    }

    private void run(NastyKeys family, Random seeded) {
        random = seeded;
        map = OrderedMap.empty(random.nextBoolean() ? ValueForm.bytes() : ValueForm.plain());
        twin = new TreeMap<>();
        keys = family.some(1 << (2 + random.nextInt(10)), random);
        List<Snapshot> snapshots = new ArrayList<>();
        snapshots.add(new Snapshot(map, new TreeMap<>(twin)));
        for (long version = 1; version <= VERSIONS; version++) {
            batch(version);
            MapShape.of(map);
            checkReads();
            checkDifference(snapshots.get(random.nextInt(snapshots.size())));
            if (random.nextInt(10) == 0) {
                snapshots.add(new Snapshot(map, new TreeMap<>(twin)));
            }
            if (snapshots.size() > SNAPSHOTS_MAX) {
                checkContent(snapshots.remove(random.nextInt(SNAPSHOTS_MAX)));
            }
        }
        checkContent(new Snapshot(map, twin));
        snapshots.forEach(OrderedMapModelTest::checkContent);
    }

    /** Some batches are large, some only add, some mostly remove. */
    private void batch(long version) {
        OrderedMap.Edit<Bytes> edit = map.edit();
        if (random.nextInt(60) == 0) {
            edit.clear();
            twin.clear();
        }
        int size = random.nextInt(3) == 0 ? random.nextInt(400) : random.nextInt(4);
        int removals = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            Bytes key = anyKey();
            if (random.nextInt(4) < removals) {
                assertEquals(twin.remove(key) != null, edit.remove(key), "was " + key + " there");
            } else {
                Bytes value = anyKey();
                edit.put(key, value, version);
                twin.put(key, new Versioned(value, version));
            }
            assertEquals(twin.size(), edit.size());
        }
        map = edit.seal();
        assertEquals(twin.size(), map.size());
    }

    private void checkReads() {
        Found<Bytes> found = new Found<>();
        for (int i = 0; i < 20; i++) {
            Bytes key = anyKey();
            Versioned expected = twin.get(key);
            assertEquals(expected != null, map.find(key, found), "has " + key);
            assertEquals(expected == null ? null : expected.value(), found.value());
            assertEquals(
                    expected == null ? OrderedMap.ABSENT : expected.version(), found.version());
            assertEquals(found.value(), map.get(key));
            assertEquals(found.version(), map.version(key));
            checkCursor(map.cursor(), key);
        }
    }

    private void checkCursor(Cursor<Bytes> cursor, Bytes key) {
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

    private void checkDifference(Snapshot old) {
        Bytes from = anyKey();
        Bytes to = anyKey();
        boolean isEmpty = to.compareTo(from) <= 0;
        boolean expected =
                isEmpty
                        || old.twin
                                .subMap(from, true, to, false)
                                .equals(twin.subMap(from, true, to, false));
        assertEquals(
                expected,
                map.hasSameEntries(old.map, KeyRange.of(from, to)),
                "same in [" + from + ", " + to + ")");
        assertEquals(
                old.twin.equals(twin),
                old.map.hasSameEntries(map, KeyRange.all()),
                "same everywhere");
    }

    private static void checkContent(Snapshot snapshot) {
        TreeMap<Bytes, Versioned> content = new TreeMap<>();
        Cursor<Bytes> cursor = snapshot.map.cursor();
        List<MapEntry<Bytes>> entries = snapshot.map.entries();
        int position = 0;
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            content.put(cursor.key(), new Versioned(cursor.value(), cursor.version()));
            assertEquals(
                    new MapEntry<>(cursor.key(), cursor.value(), cursor.version()),
                    entries.get(position++));
        }
        assertEquals(snapshot.twin, content);
        assertEquals(snapshot.twin.size(), entries.size());
        assertThrows(IndexOutOfBoundsException.class, () -> entries.get(entries.size()));
        MapShape.of(snapshot.map);
    }

    private Bytes anyKey() {
        return keys.get(random.nextInt(keys.size()));
    }
}
