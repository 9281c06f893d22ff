package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.TableNames;

import java.util.List;

/**
 * A map to be written into a snapshot.
 *
 * @param name with the prefix {@code public:} if it is to stand in clear
 * @param version seqno of the last write to the map at or before the snapshot, removals included; 0
 *     if there was none
 * @param rows each key once, in any order; it should make its rows when they are asked for, as only
 *     one at a time is needed. Walked twice from its beginning, then each row is asked for once
 *     more by its index, in another order; it must give the same rows every time
 */
public record SnapshotMap(String name, long version, List<SnapshotRow> rows) {
    /** Whether the map is stored in clear. */
    public boolean isPublic() {
        return TableNames.isPublic(name);
    }
}
