package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.TableNames;

/**
 * A map to be written into a snapshot.
 *
 * @param name with the prefix {@code public:} if it is to stand in clear
 * @param version seqno of the last write to the map at or before the snapshot, removals included; 0
 *     if there was none
 * @param rows each key once, in any order; walked twice, and must give the same rows both times
 */
public record SnapshotMap(String name, long version, Iterable<SnapshotRow> rows) {
    /** Whether the map is stored in clear. */
    public boolean isPublic() {
        return TableNames.isPublic(name);
    }
}
