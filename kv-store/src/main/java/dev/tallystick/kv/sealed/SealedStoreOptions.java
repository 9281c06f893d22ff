package dev.tallystick.kv.sealed;

/**
 * Memory and disk that a sealed store may use beside its records. The memory is native, outside the
 * heap.
 *
 * @param blockCacheBytes cache of what was read, with RocksDB's indexes and filters
 * @param writeBufferBytes size of one write buffer, of which there are two; records are on disk
 *     once one is full
 * @param slackBytes garbage that is never worth rewriting the files for
 */
public record SealedStoreOptions(long blockCacheBytes, long writeBufferBytes, long slackBytes) {
    private static final long BLOCK_CACHE_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_MIN_BYTES = 64L << 10;
    private static final long SLACK_BYTES = 128L << 20;

    public SealedStoreOptions {
        if (blockCacheBytes < 0 || writeBufferBytes < WRITE_BUFFER_MIN_BYTES || slackBytes < 0) {
            throw new IllegalArgumentException(
                    "sealed store: block cache %d, write buffer %d (at least %d) and slack %d bytes"
                            .formatted(
                                    blockCacheBytes,
                                    writeBufferBytes,
                                    WRITE_BUFFER_MIN_BYTES,
                                    slackBytes));
        }
    }

    /** 16 MiB of cache, two write buffers of 16 MiB, 128 MiB of slack. */
    public static SealedStoreOptions defaults() {
        return new SealedStoreOptions(BLOCK_CACHE_BYTES, WRITE_BUFFER_BYTES, SLACK_BYTES);
    }

    /** These options with another size of the write buffer. */
    public SealedStoreOptions withWriteBufferBytes(long bytes) {
        return new SealedStoreOptions(blockCacheBytes, bytes, slackBytes);
    }

    /** These options with another slack. */
    public SealedStoreOptions withSlackBytes(long bytes) {
        return new SealedStoreOptions(blockCacheBytes, writeBufferBytes, bytes);
    }
}
