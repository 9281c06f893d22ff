package dev.tallystick.kv.sealed;

import dev.tallystick.kv.sealed.SealedStoreException.Fault;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Assertions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A sealed store in a folder of its own, and the hands of a host that owns its disk. */
final class SealedFixture implements AutoCloseable {
    static final SealedStoreOptions SMALL = new SealedStoreOptions(1 << 20, 1 << 20, 1L << 20);

    private final Path directory;
    private final SealedStore store;

    SealedFixture(Path directory) {
        this(directory, SMALL);
    }

    SealedFixture(Path directory, SealedStoreOptions options) {
        this.directory = directory;
        try {
            store = SealedStore.open(directory, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SealedStore store() {
        return store;
    }

    SealedTable cache(String name, long bytes) {
        return store.table(name, Limit.cache(bytes));
    }

    /** The open database. */
    RocksDB database() {
        return ((RocksDisk) store.disk()).db();
    }

    /** Everything in the database, which the host can list as well as anybody. */
    Map<Bytes, byte[]> records() {
        Map<Bytes, byte[]> records = new TreeMap<>();
        try (RocksIterator at = database().newIterator()) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                records.put(Bytes.wrap(at.key()), at.value());
            }
        }
        return records;
    }

    /** The only record that is in the database and not in {@code before}. */
    Map.Entry<Bytes, byte[]> recordSince(Map<Bytes, byte[]> before) {
        Map<Bytes, byte[]> now = records();
        now.keySet().removeAll(before.keySet());
        Assertions.assertEquals(1, now.size());
        return now.entrySet().iterator().next();
    }

    void flush() {
        try {
            store.disk().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes key(long number) {
        return Bytes.utf8("key " + number);
    }

    static Bytes random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    static Bytes filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return Bytes.wrap(bytes);
    }

    /** Reading must fail, for that reason, and without a word of the content. */
    static void assertRefused(Fault fault, SealedTable table, Bytes key) {
        SealedStoreException refused =
                Assertions.assertThrows(SealedStoreException.class, () -> table.get(key));
        Assertions.assertEquals(fault, refused.fault(), refused.getMessage());
        String message = String.valueOf(refused.getMessage());
        Assertions.assertTrue(message.contains("'" + table.name() + "'"), message);
        Assertions.assertFalse(message.contains(key.utf8()), message);
    }

    @Override
    public void close() {
        store.close();
    }
}
