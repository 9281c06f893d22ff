package dev.tallystick.kv.sealed;

import static dev.tallystick.kv.sealed.SealedFixture.assertRefused;
import static dev.tallystick.kv.sealed.SealedFixture.filled;
import static dev.tallystick.kv.sealed.SealedFixture.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.sealed.SealedStoreException.Fault;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The host owns the disk: it opens the same RocksDB, lists it and edits it while the store runs. No
 * {@code get} may return anything but what was put last, or the refusal to answer.
 */
class HostileHostTest {
    private static final Bytes KEY = Bytes.utf8("a key that nobody may see");
    private static final Bytes VALUE = Bytes.utf8("a value that nobody may see");

    @TempDir Path folder;

    private SealedFixture fixture;
    private SealedTable table;

    @BeforeEach
    void open() {
        fixture = new SealedFixture(folder.resolve("sealed"));
        table = fixture.cache("table", 64 << 20);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Puts a record and finds it on disk, as a host that watches would. */
    private Map.Entry<Bytes, byte[]> put(SealedTable into, Bytes key, Bytes value) {
        Map<Bytes, byte[]> before = fixture.records();
        into.put(key, value);
        return fixture.recordSince(before);
    }

    private void write(Bytes name, byte[] content) throws RocksDBException {
        fixture.database().put(name.toArray(), content);
    }

    @Test
    void anyFlippedByteIsRefused() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);

        for (int i = 0; i < record.getValue().length; i++) {
            byte[] altered = record.getValue().clone();
            altered[i] ^= 1;
            write(record.getKey(), altered);
            assertRefused(Fault.ALTERED, table, KEY);
        }

        write(record.getKey(), record.getValue());
        assertEquals(Optional.of(VALUE), table.get(KEY));
    }

    @Test
    void aRecordCutShortOrExtendedIsRefused() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);

        for (int length = 0; length <= record.getValue().length + 1; length++) {
            if (length != record.getValue().length) {
                write(record.getKey(), Arrays.copyOf(record.getValue(), length));
                assertRefused(Fault.ALTERED, table, KEY);
            }
        }
    }

    @Test
    void anOlderVersionOfTheSameKeyIsRefused() throws RocksDBException {
        Map.Entry<Bytes, byte[]> older = put(table, KEY, VALUE);
        table.put(KEY, Bytes.utf8("a newer value"));

        write(older.getKey(), older.getValue());

        assertRefused(Fault.ALTERED, table, KEY);
    }

    @Test
    void anOlderVersionIsRefusedEvenWhenItsValueIsTheSame() throws RocksDBException {
        Map.Entry<Bytes, byte[]> older = put(table, KEY, VALUE);
        table.put(KEY, VALUE);

        write(older.getKey(), older.getValue());

        assertRefused(Fault.ALTERED, table, KEY);
    }

    @Test
    void swappedRecordsAreRefused() throws RocksDBException {
        Map.Entry<Bytes, byte[]> one = put(table, key(1), Bytes.utf8("one"));
        Map.Entry<Bytes, byte[]> two = put(table, key(2), Bytes.utf8("two"));

        write(one.getKey(), two.getValue());
        write(two.getKey(), one.getValue());

        assertRefused(Fault.ALTERED, table, key(1));
        assertRefused(Fault.ALTERED, table, key(2));
    }

    @Test
    void aRecordOfAnotherTableIsRefused() throws RocksDBException {
        SealedTable other = fixture.cache("other", 1 << 20);
        Map.Entry<Bytes, byte[]> here = put(table, KEY, VALUE);
        Map.Entry<Bytes, byte[]> there = put(other, KEY, VALUE);

        write(here.getKey(), there.getValue());

        assertFalse(here.getKey().equals(there.getKey()));
        assertRefused(Fault.ALTERED, table, KEY);
    }

    @Test
    void aDeletedRecordIsMissed() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);

        fixture.database().delete(record.getKey().toArray());

        assertRefused(Fault.LOST, table, KEY);
    }

    @Test
    void aRemovedRecordStaysRemovedWhenTheHostPutsItBack() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);
        table.remove(KEY);

        write(record.getKey(), record.getValue());

        assertEquals(Optional.empty(), table.get(KEY));
    }

    @Test
    void unknownNamesAreNeverSeen() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);
        Random random = new Random(1);

        for (int i = 0; i < 100; i++) {
            write(SealedFixture.random(random, RecordName.BYTES), record.getValue());
        }

        assertEquals(1, table.count());
        assertEquals(Optional.empty(), table.get(key(1)));
        assertEquals(Optional.of(VALUE), table.get(KEY));
    }

    @Test
    void aRefusedRecordCanBeWrittenAnew() throws RocksDBException {
        Map.Entry<Bytes, byte[]> record = put(table, KEY, VALUE);
        fixture.database().delete(record.getKey().toArray());
        assertRefused(Fault.LOST, table, KEY);

        table.put(KEY, VALUE);

        assertEquals(Optional.of(VALUE), table.get(KEY));
    }

    @Test
    void equalValuesLookDifferent() {
        Map.Entry<Bytes, byte[]> one = put(table, key(1), VALUE);
        Map.Entry<Bytes, byte[]> two = put(table, key(2), VALUE);

        assertFalse(Arrays.equals(one.getValue(), two.getValue()));
    }

    /** Without a cache of blocks, so that every read meets the files. */
    @Test
    void flippedBytesOfTheFilesAreRefusedOrDoNotMatter() throws IOException {
        SealedStoreOptions uncached = new SealedStoreOptions(0, 1 << 20, 1 << 20);
        try (SealedFixture other = new SealedFixture(folder.resolve("other"), uncached)) {
            SealedTable edited = other.cache("table", 1 << 20);
            edited.put(key(1), filled(3000, 1));
            edited.put(key(2), filled(40_000, 2));
            other.flush();

            int refused = 0;
            for (Path file : other.files()) {
                if (file.toString().endsWith(".sst") || file.toString().endsWith(".blob")) {
                    refused += flipEach(file, edited);
                }
            }

            assertTrue(refused > 100, refused + " refused");
            assertEquals(Optional.of(filled(3000, 1)), edited.get(key(1)));
            assertEquals(Optional.of(filled(40_000, 2)), edited.get(key(2)));
        }
    }

    private static int flipEach(Path file, SealedTable edited) throws IOException {
        byte[] original = Files.readAllBytes(file);
        int refused = 0;
        int step = Math.max(1, original.length / 300);
        for (int i = 0; i < original.length; i += step) {
            byte[] altered = original.clone();
            altered[i] ^= 0x40;
            Files.write(file, altered);
            refused += isTrue(edited, key(1), filled(3000, 1)) ? 0 : 1;
            refused += isTrue(edited, key(2), filled(40_000, 2)) ? 0 : 1;
        }
        Files.write(file, original);
        return refused;
    }

    /** Whether the value was read; false if it was refused; anything else fails. */
    private static boolean isTrue(SealedTable edited, Bytes key, Bytes value) {
        try {
            assertEquals(Optional.of(value), edited.get(key));
            return true;
        } catch (SealedStoreException e) {
            return false;
        }
    }

    @Test
    void filesHoldNeitherKeysNorValuesNorTableNames() throws IOException {
        SealedTable named = fixture.cache("a table that nobody may see", 64 << 20);
        Bytes large = Bytes.utf8("a large value that nobody may see ".repeat(3000));
        for (int i = 0; i < 1000; i++) {
            named.put(Bytes.utf8(KEY.utf8() + i), Bytes.utf8(VALUE.utf8() + i));
        }
        named.put(KEY, large);
        fixture.flush();
        fixture.store().compact();

        long searched = 0;
        for (Path file : fixture.files()) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertFalse(content.contains("that nobody may see"), file.toString());
            searched += content.length();
        }
        assertTrue(
                searched > large.length() + 1000L * VALUE.length(), searched + " bytes searched");
    }

    @Test
    void filesDoNotHoldTheKeys() throws Exception {
        for (int i = 0; i < 1000; i++) {
            table.put(key(i), VALUE);
        }
        fixture.flush();

        for (String name : new String[] {"nameKey", "contentKey"}) {
            String secret = new String(secretKey(name), StandardCharsets.ISO_8859_1);
            for (Path file : fixture.files()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(secret), name + " is in " + file);
            }
        }
    }

    private byte[] secretKey(String name) throws ReflectiveOperationException {
        return ((EphemeralKey) field(field(table, "sealer"), name)).getEncoded();
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        var field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    @Test
    void theContentOfAnEarlierLifeIsGone() throws Exception {
        Path directory = folder.resolve("other");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (SealedFixture earlier = new SealedFixture(directory)) {
            earlier.cache("table", 1 << 20).put(KEY, VALUE);
            earlier.flush();
            for (Path file : earlier.files()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (Options options = new Options();
                RocksDB raw = RocksDB.open(options, copy.toString())) {
            raw.put(new byte[RecordName.BYTES], new byte[100]);
        }

        try (SealedFixture later = new SealedFixture(copy)) {
            assertEquals(Map.of(), later.records());
            assertEquals(Optional.empty(), later.cache("table", 1 << 20).get(KEY));
        }
    }

    @Test
    void recordsOfAnEarlierLifeAreRefusedUnderTheSameName() throws RocksDBException {
        Bytes name;
        byte[] content;
        try (SealedFixture earlier = new SealedFixture(folder.resolve("other"))) {
            earlier.cache("table", 1 << 20).put(KEY, VALUE);
            content = earlier.records().values().iterator().next();
        }
        name = put(table, KEY, VALUE).getKey();

        write(name, content);

        assertRefused(Fault.ALTERED, table, KEY);
    }

    @Test
    void afterCloseNothingAnswers() {
        table.put(KEY, VALUE);
        fixture.close();

        assertThrows(IllegalStateException.class, () -> table.get(KEY));
        assertThrows(IllegalStateException.class, () -> table.put(KEY, VALUE));
    }
}
