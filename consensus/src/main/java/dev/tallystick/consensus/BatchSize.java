package dev.tallystick.consensus;

/**
 * How many entries one message carries, from the sizes of recent entries (spec 05, 4.5). The
 * integer arithmetic is CCF's, because traces show it.
 */
final class BatchSize {

    /** A message is flushed once this many bytes wait; a threshold, not a limit of a message. */
    static final long FLUSH_BYTES = 20_000;

    private long bytes;
    private long count;
    private long windowSum;
    private long entries = 20;

    /** Entries per message, at least 1. */
    long entries() {
        return entries;
    }

    void appended(int sizeBytes) {
        bytes += sizeBytes;
        count++;
    }

    boolean isFlushDue() {
        return bytes >= FLUSH_BYTES;
    }

    /** A flush because of {@link #isFlushDue()}. */
    void flushed() {
        update();
        bytes = 0;
        count = 0;
    }

    /** A heartbeat of a primary, or a flush. */
    void update() {
        long average = count == 0 ? FLUSH_BYTES : bytes / count;
        long target = average == 0 ? FLUSH_BYTES / 2 : FLUSH_BYTES / average;
        windowSum += target - windowSum / 100;
        entries = Math.max(windowSum / 100, 1);
    }
}
