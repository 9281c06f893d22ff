package dev.tallystick.kv;

import dev.tallystick.kv.large.ValuePlace;

import java.time.Duration;

/**
 * Limits of a store.
 *
 * @param queuedEntriesMax entries between the serial step and the pipeline; a commit that finds the
 *     queue full is {@link CommitResult.Busy}
 * @param uncommittedBytesMax heap that entries which are not yet globally committed may take,
 *     about, in whatever queue they may be: their bytes, and what overwriting keeps of older
 *     states; a commit that finds so much is {@link CommitResult.Busy}
 * @param batchEntriesMax entries handed to the sink at once, at most
 * @param batchBytesMax bytes after which a batch is handed over even if it has fewer entries
 * @param chunkBytes size from which a ledger chunk ends at the next signature (spec 01, 1.5)
 * @param closeTimeout how long {@link Store#close} waits for the pipeline to empty itself
 * @param values where the values of all maps are kept
 */
public record StoreOptions(
        int queuedEntriesMax,
        long uncommittedBytesMax,
        int batchEntriesMax,
        int batchBytesMax,
        long chunkBytes,
        Duration closeTimeout,
        ValuePlace values) {
    private static final int QUEUED_ENTRIES = 8192;
    private static final long UNCOMMITTED_BYTES = 256 << 20;

    /** Write set and final entry are both held, and half of the heap belongs to others. */
    private static final long UNCOMMITTED_HEAP_SHARE = 8;

    private static final int BATCH_ENTRIES = 256;
    private static final int BATCH_BYTES = 4 << 20;
    private static final long CHUNK_BYTES = 5 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    public StoreOptions {
        checkPositive("queuedEntriesMax", queuedEntriesMax);
        checkPositive("uncommittedBytesMax", uncommittedBytesMax);
        checkPositive("batchEntriesMax", batchEntriesMax);
        checkPositive("batchBytesMax", batchBytesMax);
        checkPositive("chunkBytes", chunkBytes);
    }

    private static void checkPositive(String name, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "limits of a store must be positive: %s %d".formatted(name, limit));
        }
    }

    /**
     * 8192 entries queued, 256 MiB uncommitted (an eighth of the heap if that is less), batches of
     * 256 entries or 4 MiB, chunks of 5 MiB as CCF's default, 10 s to close, all values on the
     * heap.
     */
    public static StoreOptions defaults() {
        return new StoreOptions(
                QUEUED_ENTRIES,
                Math.min(
                        UNCOMMITTED_BYTES,
                        Runtime.getRuntime().maxMemory() / UNCOMMITTED_HEAP_SHARE),
                BATCH_ENTRIES,
                BATCH_BYTES,
                CHUNK_BYTES,
                CLOSE_TIMEOUT,
                new ValuePlace.OnHeap());
    }

    /** These options with another chunk size, in bytes. */
    public StoreOptions withChunkBytes(long bytes) {
        return new StoreOptions(
                queuedEntriesMax,
                uncommittedBytesMax,
                batchEntriesMax,
                batchBytesMax,
                bytes,
                closeTimeout,
                values);
    }

    /** These options with another length of the queue, in entries. */
    public StoreOptions withQueuedEntriesMax(int entries) {
        return new StoreOptions(
                entries,
                uncommittedBytesMax,
                batchEntriesMax,
                batchBytesMax,
                chunkBytes,
                closeTimeout,
                values);
    }

    /** These options with another limit of uncommitted bytes. */
    public StoreOptions withUncommittedBytesMax(long bytes) {
        return new StoreOptions(
                queuedEntriesMax,
                bytes,
                batchEntriesMax,
                batchBytesMax,
                chunkBytes,
                closeTimeout,
                values);
    }

    /** These options with another place for values. */
    public StoreOptions withValues(ValuePlace place) {
        return new StoreOptions(
                queuedEntriesMax,
                uncommittedBytesMax,
                batchEntriesMax,
                batchBytesMax,
                chunkBytes,
                closeTimeout,
                place);
    }
}
