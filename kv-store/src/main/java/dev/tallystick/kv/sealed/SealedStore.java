package dev.tallystick.kv.sealed;

import dev.tallystick.ledger.Check;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A directory of sealed records, which is empty whenever a process begins. See the package for what
 * it promises.
 *
 * <p>Safe for use by any number of threads. After {@link #close}, every call on its tables throws
 * {@link IllegalStateException}.
 */
public final class SealedStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealedStore.class);

    private final OwnedDirectory directory;
    private final Disk disk;
    private final Sealer sealer = new Sealer();
    private final Reclaimer reclaimer;

    /** Names of the tables made so far; guarded by itself. */
    private final Set<String> tables = new HashSet<>();

    private SealedStore(OwnedDirectory directory, Disk disk, SealedStoreOptions options) {
        this.directory = directory;
        this.disk = disk;
        this.reclaimer = new Reclaimer(disk, options.slackBytes());
    }

    /** Makes the disk in a directory; tests put faults between. */
    interface DiskFactory {
        Disk open(Path directory, SealedStoreOptions options) throws IOException;
    }

    /**
     * Opens an empty store with new keys.
     *
     * @param directory created if it is absent; what an earlier process's sealed store left in it
     *     is deleted
     * @throws IOException if the directory holds anything else, if another process uses it, or if
     *     the disk fails
     */
    public static SealedStore open(Path directory, SealedStoreOptions options) throws IOException {
        return open(directory, options, RocksDisk::new);
    }

    static SealedStore open(Path directory, SealedStoreOptions options, DiskFactory disks)
            throws IOException {
        OwnedDirectory owned = OwnedDirectory.takeOver(directory);
        try {
            SealedStore store = new SealedStore(owned, disks.open(directory, options), options);
            store.reclaimer.start();
            return store;
        } catch (IOException e) {
            owned.close();
            throw e;
        }
    }

    /**
     * A new, empty table.
     *
     * @param name unique in this store
     */
    public SealedTable table(String name, Limit limit) {
        synchronized (tables) {
            Check.that(tables.add(name), "sealed table '%s' exists already", name);
        }
        return new SealedTable(name, limit, new SealedTable.Parts(sealer, disk, reclaimer));
    }

    /**
     * What the files take, garbage included; records that are still in the write buffers not.
     *
     * @throws IOException if the disk fails
     */
    public long diskBytes() throws IOException {
        return disk.sizeBytes();
    }

    /**
     * Rewrites the files without garbage, now and on this thread.
     *
     * @throws IOException if the disk fails
     */
    public void compact() throws IOException {
        disk.compact();
    }

    Disk disk() {
        return disk;
    }

    /** Wipes the keys and deletes the files. */
    @Override
    public void close() {
        try {
            reclaimer.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disk.close();
        // Only now, when nothing can reach the disk that was sealed with half a key.
        sealer.wipe();
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("Files of the sealed store stay until the next start: {}", e.getMessage());
        }
    }
}
