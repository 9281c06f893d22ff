package dev.tallystick.kv.sealed;

/**
 * How much a table may hold, and what happens then.
 *
 * @param bytes sum of the costs of its records: each costs its value's size and {@link
 *     #RECORD_BYTES}
 * @param whenFull what gives way
 */
public record Limit(long bytes, WhenFull whenFull) {
    /** What a record costs beside its value: its share of the directory in memory, rounded up. */
    public static final int RECORD_BYTES = 160;

    /** What gives way when a table is full. */
    public enum WhenFull {
        /** The records that were not read or written for longest. */
        EVICT_OLDEST,
        /** The write, with a {@link SealedStoreFullException}. */
        REFUSE
    }

    public Limit {
        if (bytes < RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a table of %d bytes cannot hold even an empty record of %d"
                            .formatted(bytes, RECORD_BYTES));
        }
    }

    /** A cache of {@code bytes}: the oldest records make room. */
    public static Limit cache(long bytes) {
        return new Limit(bytes, WhenFull.EVICT_OLDEST);
    }

    /** At most {@code bytes}: writes beyond are refused. */
    public static Limit atMost(long bytes) {
        return new Limit(bytes, WhenFull.REFUSE);
    }

    /** What a value of {@code valueBytes} costs. */
    static long costOf(long valueBytes) {
        return valueBytes + RECORD_BYTES;
    }
}
