package dev.tallystick.kv.large;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

/** What a map keeps for a large value: the bytes, or, once they are on disk, only where. */
final class StoredValue {
    private final long number;

    /** Set to null once, by the mover, when the record has been written. */
    private volatile @Nullable Bytes bytes;

    StoredValue(long number, Bytes bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Its number in the sealed table. */
    long number() {
        return number;
    }

    /** The bytes as long as they are in memory. */
    @Nullable Bytes inMemory() {
        return bytes;
    }

    void letGo() {
        bytes = null;
    }
}
