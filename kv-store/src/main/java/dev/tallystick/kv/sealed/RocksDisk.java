package dev.tallystick.kv.sealed;

import dev.tallystick.ledger.Check;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The disk as RocksDB keeps it: a log-structured tree of names, with large contents in blob files
 * of their own, so that they are copied only when garbage is removed. No write-ahead log, no
 * compression (ciphertext does not shrink), no statistics.
 */
final class RocksDisk implements Disk {
    /** From this size on, content goes to blob files. */
    private static final int BLOB_MIN_BYTES = 16 << 10;

    private static final long BLOB_FILE_BYTES = 64L << 20;
    private static final int OPEN_FILES_MAX = 256;
    private static final int BACKGROUND_JOBS = 2;
    private static final long LOG_FILE_BYTES = 1L << 20;
    private static final double BLOOM_BITS_PER_NAME = 10;

    /** How long a write waits for room while the disk reports no error. */
    private static final Duration STALL_MAX = Duration.ofSeconds(10);

    private static final Duration STALL_STEP = Duration.ofMillis(1);

    private static final String SST_BYTES = "rocksdb.total-sst-files-size";
    private static final String BLOB_BYTES = "rocksdb.total-blob-file-size";

    private final Cache cache;
    private final BloomFilter filter;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB db;

    /** Shared by calls into the native code, held alone by {@link #close}, which frees it. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

    /** One at a time, for each switches the collection of blobs on and off. */
    private final ReentrantLock compacting = new ReentrantLock();

    /** Guarded by {@link #life}. */
    private boolean isClosed;

    /**
     * Makes a new database.
     *
     * @param directory exists, and holds no database
     */
    RocksDisk(Path directory, SealedStoreOptions wanted) throws IOException {
        loadLibrary(); // before any other object of RocksDB
        this.unlogged = new WriteOptions().setDisableWAL(true).setNoSlowdown(true);
        this.cache = new LRUCache(wanted.blockCacheBytes());
        this.filter = new BloomFilter(BLOOM_BITS_PER_NAME);
        this.options = options(wanted);
        try {
            this.db = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            free();
            throw new IOException("RocksDB cannot open " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void loadLibrary() throws IOException {
        try {
            RocksDB.loadLibrary();
        } catch (LinkageError | RuntimeException e) {
            throw new IOException("RocksDB's native library does not load: " + e.getMessage(), e);
        }
    }

    private Options options(SealedStoreOptions wanted) {
        return new Options()
                .setCreateIfMissing(true)
                .setErrorIfExists(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(wanted.writeBufferBytes())
                .setMaxWriteBufferNumber(2)
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setCacheIndexAndFilterBlocks(true)
                                .setFilterPolicy(filter))
                .setEnableBlobFiles(true)
                .setMinBlobSize(BLOB_MIN_BYTES)
                .setBlobFileSize(BLOB_FILE_BYTES)
                .setBlobGarbageCollectionAgeCutoff(1.0)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setAvoidFlushDuringShutdown(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setMaxLogFileSize(LOG_FILE_BYTES)
                .setKeepLogFileNum(2);
    }

    private interface Read<T> {
        T run() throws RocksDBException;
    }

    private interface Write {
        void run() throws RocksDBException;
    }

    private <T> T read(Read<T> read) throws IOException {
        Lock open = life.readLock();
        open.lock();
        try {
            Check.that(!isClosed, "the sealed store is closed");
            return read.run();
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            open.unlock();
        }
    }

    private static IOException failure(RocksDBException e) {
        Status status = e.getStatus();
        String message = "RocksDB: " + e.getMessage();
        return status != null && status.getCode() == Status.Code.Corruption
                ? new CorruptDiskException(message, e)
                : new IOException(message, e);
    }

    private void write(Write write) throws IOException {
        read(
                () -> {
                    write.run();
                    return true;
                });
    }

    /**
     * Writes as soon as RocksDB has room in its buffers. It would wait for that itself, but not
     * only for a slow disk: a writer that waits when the disk becomes full would stay there, with
     * all its locks, until somebody makes space.
     */
    private void writeWithRoom(Write write) throws IOException {
        long end = System.nanoTime() + STALL_MAX.toNanos();
        while (!isWritten(write)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("RocksDB: the disk took nothing for " + STALL_MAX);
            }
            LockSupport.parkNanos(this, STALL_STEP.toNanos());
        }
    }

    /** Returns false if RocksDB had no room. */
    private boolean isWritten(Write write) throws IOException {
        return read(
                () -> {
                    try {
                        write.run();
                        return true;
                    } catch (RocksDBException e) {
                        Status status = e.getStatus();
                        if (status != null && status.getCode() == Status.Code.Incomplete) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public void put(RecordName name, byte[] content) throws IOException {
        writeWithRoom(() -> db.put(unlogged, name.bytes(), content));
    }

    @Override
    public Optional<byte[]> get(RecordName name) throws IOException {
        return read(() -> Optional.ofNullable(db.get(name.bytes())));
    }

    @Override
    public void delete(RecordName name) throws IOException {
        writeWithRoom(() -> db.delete(unlogged, name.bytes()));
    }

    @Override
    public void flush() throws IOException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            write(() -> db.flush(waiting));
        }
    }

    /**
     * Blobs are collected here only: RocksDB's own compactions, which come every few write buffers,
     * would copy every value each time.
     */
    @Override
    public void compact() throws IOException {
        compacting.lock();
        try (CompactRangeOptions everything =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(
                                CompactRangeOptions.BottommostLevelCompaction.kForce)) {
            write(
                    () -> {
                        collectBlobs(true);
                        try {
                            db.compactRange(db.getDefaultColumnFamily(), null, null, everything);
                        } finally {
                            collectBlobs(false);
                        }
                    });
        } finally {
            compacting.unlock();
        }
    }

    private void collectBlobs(boolean isWanted) throws RocksDBException {
        db.setOptions(
                MutableColumnFamilyOptions.builder()
                        .setEnableBlobGarbageCollection(isWanted)
                        .build());
    }

    @Override
    public long sizeBytes() throws IOException {
        return read(() -> db.getLongProperty(SST_BYTES) + db.getLongProperty(BLOB_BYTES));
    }

    /** The database itself, for the tests that play the host. */
    RocksDB db() {
        return db;
    }

    @Override
    public void stop() {
        Lock open = life.readLock();
        open.lock();
        try {
            if (!isClosed) {
                db.cancelAllBackgroundWork(false);
            }
        } finally {
            open.unlock();
        }
    }

    @Override
    public void close() {
        Lock alone = life.writeLock();
        alone.lock();
        try {
            if (!isClosed) {
                isClosed = true;
                db.close();
                free();
            }
        } finally {
            alone.unlock();
        }
    }

    private void free() {
        unlogged.close();
        options.close();
        filter.close();
        cache.close();
    }
}
