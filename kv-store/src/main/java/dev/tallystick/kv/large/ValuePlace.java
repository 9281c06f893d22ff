package dev.tallystick.kv.large;

import dev.tallystick.kv.sealed.SealedTable;

/** Where a store keeps the values of its maps. */
public sealed interface ValuePlace {
    /** All of them in memory. */
    record OnHeap() implements ValuePlace {}

    /**
     * Large ones in a sealed table.
     *
     * @param table of this store alone; it must stay open for as long as the store is used
     * @param thresholdBytes size from which a value is large, at least 1
     */
    record OnDisk(SealedTable table, int thresholdBytes) implements ValuePlace {
        public OnDisk {
            if (thresholdBytes < 1) {
                throw new IllegalArgumentException("threshold of large values: " + thresholdBytes);
            }
        }
    }
}
