package dev.tallystick.kv.sealed;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What a host may do to an open sealed store, for the tests of its users. */
public final class HostDeeds {
    private HostDeeds() {}

    /** Deletes every record behind the store's back. */
    public static void deleteAll(SealedStore store) {
        RocksDB database = ((RocksDisk) store.disk()).db();
        try (RocksIterator at = database.newIterator()) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                database.delete(at.key());
            }
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Flips a byte of every record behind the store's back. */
    public static void alterAll(SealedStore store) {
        RocksDB database = ((RocksDisk) store.disk()).db();
        try (RocksIterator at = database.newIterator()) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                byte[] content = at.value();
                content[content.length / 2] ^= 1;
                database.put(at.key(), content);
            }
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }
}
