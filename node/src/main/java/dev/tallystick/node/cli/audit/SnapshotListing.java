package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import java.io.IOException;

/** Is shown those tables and rows of a snapshot that are wanted, in their order. */
sealed interface SnapshotListing permits SnapshotTables, SnapshotRows {
    /** A table begins. */
    void begin(SnapshotCursor.MapStart map);

    /** A row of it. */
    void row(SnapshotRow row);

    /** It ends. */
    void endTable();

    /**
     * All tables have been shown.
     *
     * @param isOpen whether the private ones were among them
     */
    void end(boolean isOpen) throws IOException;
}
