package dev.tallystick.kv.sealed;

/** A write was refused because its table has reached its limit; nothing has changed. */
public final class SealedStoreFullException extends SealedStoreException {
    SealedStoreFullException(String table, long cost, Limit limit) {
        super(
                Fault.FULL,
                "sealed table '%s' is full: a record of %d bytes does not fit in its limit of %d bytes"
                        .formatted(table, cost, limit.bytes()));
    }
}
