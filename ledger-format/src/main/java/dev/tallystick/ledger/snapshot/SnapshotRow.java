package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;

/**
 * One row of a map in a snapshot.
 *
 * @param key as the application sees it
 * @param version seqno of the last write to this key
 * @param value likewise
 */
public record SnapshotRow(Bytes key, long version, Bytes value) {}
