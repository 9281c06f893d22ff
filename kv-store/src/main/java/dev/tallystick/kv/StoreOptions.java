package dev.tallystick.kv;

import java.time.Duration;

/**
 * Limits of a store.
 *
 * @param queuedEntriesMax entries between the serial step and the pipeline; a commit that finds the
 *     queue full is {@link CommitResult.Busy}
 * @param batchEntriesMax entries handed to the sink at once, at most
 * @param batchBytesMax bytes after which a batch is handed over even if it has fewer entries
 * @param chunkBytes size from which a ledger chunk ends at the next signature (spec 01, 1.5)
 * @param closeTimeout how long {@link Store#close} waits for the pipeline to empty itself
 */
public record StoreOptions(
        int queuedEntriesMax,
        int batchEntriesMax,
        int batchBytesMax,
        long chunkBytes,
        Duration closeTimeout) {
    private static final int QUEUED_ENTRIES = 8192;
    private static final int BATCH_ENTRIES = 256;
    private static final int BATCH_BYTES = 4 << 20;
    private static final long CHUNK_BYTES = 5 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    public StoreOptions {
        if (queuedEntriesMax < 1 || batchEntriesMax < 1 || batchBytesMax < 1 || chunkBytes < 1) {
            throw new IllegalArgumentException(
                    "limits of a store must be positive: queuedEntriesMax %d, batchEntriesMax %d, batchBytesMax %d, chunkBytes %d"
                            .formatted(
                                    queuedEntriesMax, batchEntriesMax, batchBytesMax, chunkBytes));
        }
    }

    /**
     * 8192 entries queued, batches of 256 entries or 4 MiB, chunks of 5 MiB as CCF's default, 10 s
     * to close.
     */
    public static StoreOptions defaults() {
        return new StoreOptions(
                QUEUED_ENTRIES, BATCH_ENTRIES, BATCH_BYTES, CHUNK_BYTES, CLOSE_TIMEOUT);
    }

    /** These options with another chunk size, in bytes. */
    public StoreOptions withChunkBytes(long bytes) {
        return new StoreOptions(
                queuedEntriesMax, batchEntriesMax, batchBytesMax, bytes, closeTimeout);
    }

    /** These options with another length of the queue, in entries. */
    public StoreOptions withQueuedEntriesMax(int entries) {
        return new StoreOptions(entries, batchEntriesMax, batchBytesMax, chunkBytes, closeTimeout);
    }
}
