package dev.tallystick.kv.sealed;

import static dev.tallystick.kv.sealed.SealedFixture.filled;
import static dev.tallystick.kv.sealed.SealedFixture.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.Seeds;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

class SealedTableTest {
    @TempDir Path folder;

    private final AtomicInteger tables = new AtomicInteger();
    private SealedFixture fixture;

    @BeforeEach
    void open() {
        fixture = new SealedFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private SealedTable table(Limit limit) {
        return fixture.store().table("table " + tables.incrementAndGet(), limit);
    }

    private static long room(int records, int valueBytes) {
        return records * Limit.costOf(valueBytes);
    }

    @Test
    void tablesAnswerLikePlainMaps() {
        Seeds.forEach(3, this::compareWithPlainMap);
    }

    private void compareWithPlainMap(Random random) {
        SealedTable table = table(Limit.atMost(1L << 30));
        Map<Bytes, Bytes> model = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            Bytes key = key(random.nextInt(200));
            switch (random.nextInt(4)) {
                case 0 -> {
                    int length = random.nextInt(50) == 0 ? 100_000 : random.nextInt(500);
                    Bytes value = SealedFixture.random(random, length);
                    table.put(key, value);
                    model.put(key, value);
                }
                case 1 -> {
                    table.remove(key);
                    model.remove(key);
                }
                default -> assertEquals(Optional.ofNullable(model.get(key)), table.get(key));
            }
            if (i % 1000 == 999) {
                fixture.flush();
            }
        }
        assertEquals(model.size(), table.count());
        assertEquals(
                model.values().stream().mapToLong(v -> Limit.costOf(v.length())).sum(),
                table.sizeBytes());
        model.forEach((key, value) -> assertEquals(Optional.of(value), table.get(key)));
    }

    @Test
    void cachesKeepWhatAPlainMapOrderedByUseKeeps() {
        Seeds.forEach(3, this::compareWithPlainCache);
    }

    private void compareWithPlainCache(Random random) {
        int records = 50;
        SealedTable table = table(Limit.cache(room(records, 100)));
        Map<Bytes, Bytes> model = new LinkedHashMap<>(16, 0.75f, true);
        for (int i = 0; i < 5000; i++) {
            Bytes key = key(random.nextInt(120));
            if (random.nextInt(3) == 0) {
                Bytes value = SealedFixture.random(random, 100);
                table.put(key, value);
                // The old version and the new one need room at the same time.
                if (model.size() == records) {
                    model.remove(model.keySet().iterator().next());
                }
                model.put(key, value);
            } else {
                assertEquals(Optional.ofNullable(model.get(key)), table.get(key), "step " + i);
            }
            assertEquals(model.size(), table.count());
        }
    }

    @Test
    void theRecordThatWasNotUsedForLongestMakesRoom() {
        SealedTable table = table(Limit.cache(room(3, 10)));
        table.put(key(1), filled(10, 1));
        table.put(key(2), filled(10, 2));
        table.put(key(3), filled(10, 3));
        table.get(key(1));

        table.put(key(4), filled(10, 4));

        assertTrue(table.get(key(1)).isPresent());
        assertTrue(table.get(key(2)).isEmpty());
        assertTrue(table.get(key(3)).isPresent());
        assertTrue(table.get(key(4)).isPresent());
    }

    @Test
    void aTableHoldsExactlyItsLimit() {
        SealedTable table = table(Limit.atMost(room(2, 10)));
        table.put(key(1), filled(10, 1));
        assertThrows(SealedStoreFullException.class, () -> table.put(key(2), filled(11, 2)));
        assertThrows(SealedStoreFullException.class, () -> table.put(key(1), filled(11, 2)));

        table.put(key(2), filled(10, 2));
        assertEquals(room(2, 10), table.sizeBytes());
        assertThrows(SealedStoreFullException.class, () -> table.put(key(3), Bytes.EMPTY));
        assertEquals(Optional.of(filled(10, 1)), table.get(key(1)));

        table.remove(key(1));
        table.put(key(3), filled(9, 3));
        assertEquals(room(2, 10) - 1, table.sizeBytes());
    }

    @Test
    void aCacheRefusesARecordLargerThanItselfAndKeepsTheOthers() {
        SealedTable table = table(Limit.cache(room(1, 100)));
        table.put(key(1), filled(10, 1));

        assertThrows(SealedStoreFullException.class, () -> table.put(key(2), filled(101, 2)));
        assertEquals(Optional.of(filled(10, 1)), table.get(key(1)));

        table.put(key(2), filled(100, 2));
        assertEquals(1, table.count());
    }

    @Test
    void emptyKeysAndValuesAreRecordsLikeOthers() {
        SealedTable table = table(Limit.cache(1 << 20));

        table.put(Bytes.EMPTY, Bytes.EMPTY);

        assertEquals(Optional.of(Bytes.EMPTY), table.get(Bytes.EMPTY));
        table.remove(Bytes.EMPTY);
        assertEquals(Optional.empty(), table.get(Bytes.EMPTY));
    }

    @Test
    void valuesOf64MiBWorkAndLargerOnesAreRefused() {
        SealedTable table = table(Limit.cache(200 << 20));
        Bytes largest = filled(SealedTable.VALUE_BYTES_MAX, 5);

        table.put(key(1), largest);
        assertEquals(Optional.of(largest), table.get(key(1)));
        fixture.flush();
        assertEquals(Optional.of(largest), table.get(key(1)));

        Bytes larger = filled(SealedTable.VALUE_BYTES_MAX + 1, 5);
        assertThrows(IllegalArgumentException.class, () -> table.put(key(2), larger));
    }

    @Test
    void tablesDoNotShareKeys() {
        SealedTable one = fixture.cache("one", 1 << 20);
        SealedTable two = fixture.cache("two", 1 << 20);

        one.put(key(1), filled(1, 1));

        assertTrue(two.get(key(1)).isEmpty());
        assertThrows(IllegalStateException.class, () -> fixture.cache("one", 1 << 20));
    }

    @Test
    void overwritingForEverKeepsTheFilesSmall() throws IOException {
        SealedTable table = table(Limit.cache(8 << 20));
        Random random = new Random(2);

        for (int i = 0; i < 400; i++) {
            table.put(key(random.nextInt(64)), SealedFixture.random(random, 256 << 10));
        }
        fixture.store().compact();

        long live = table.sizeBytes();
        long disk = fixture.store().diskBytes();
        assertTrue(disk < live * 5 / 4, disk + " bytes on disk for " + live);
    }

    @Test
    void garbageGoesByItself() throws IOException {
        SealedTable table = table(Limit.atMost(1L << 30));
        for (int i = 0; i < 100; i++) {
            table.put(key(i), filled(256 << 10, i));
        }
        fixture.flush();
        long full = fixture.store().diskBytes();

        for (int i = 10; i < 100; i++) {
            table.remove(key(i));
        }

        Deadline deadline = new Deadline(30);
        while (fixture.store().diskBytes() > full / 2) {
            deadline.check("the files still take " + fixture.store().diskBytes());
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i < 10, table.get(key(i)).isPresent());
        }
    }

    @Test
    void messagesOfALimitNameTheTable() {
        SealedTable table = fixture.store().table("small", Limit.atMost(1000));

        SealedStoreFullException full =
                assertThrows(
                        SealedStoreFullException.class, () -> table.put(key(1), filled(1000, 1)));

        assertEquals(
                "sealed table 'small' is full: a record of 1160 bytes does not fit in its limit of"
                        + " 1000 bytes",
                full.getMessage());
        assertFalse(full.isTampering());
    }
}
