package dev.tallystick.kv.sealed;

/**
 * A record could not be written, or could not be read as it was written. The message names the
 * table and what happened, never a key or value.
 */
public class SealedStoreException extends RuntimeException {
    private final Fault fault;

    /** What is wrong. */
    public enum Fault {
        /** The disk has lost a record that the store wrote. */
        LOST,
        /** The disk holds something else than what the store wrote last under that name. */
        ALTERED,
        /**
         * The disk failed: input or output error, no space left, a file that RocksDB cannot read.
         */
        DISK,
        /** The table's limit is reached. */
        FULL
    }

    SealedStoreException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    SealedStoreException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What is wrong. */
    public final Fault fault() {
        return fault;
    }

    /**
     * Whether the record is gone for good, because the disk lost or altered it; after the other
     * faults the same call may succeed later.
     */
    public final boolean isTampering() {
        return fault == Fault.LOST || fault == Fault.ALTERED;
    }
}
