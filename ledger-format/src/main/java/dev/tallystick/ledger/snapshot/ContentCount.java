package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.LedgerFormatException;

import java.io.IOException;

/** Reads all maps of a domain and counts them. */
final class ContentCount {
    private final long seqno;
    private long maps;
    private long rows;

    /**
     * @param seqno of the snapshot: nothing may be newer
     */
    ContentCount(long seqno) {
        this.seqno = seqno;
    }

    void count(SnapshotCursor cursor) throws IOException {
        for (var map = cursor.nextMap(); map.isPresent(); map = cursor.nextMap()) {
            maps++;
            checkVersion(map.get(), map.get().version());
            for (var row = cursor.nextRow(); row.isPresent(); row = cursor.nextRow()) {
                rows++;
                checkVersion(map.get(), row.get().version());
            }
        }
    }

    private void checkVersion(SnapshotCursor.MapStart map, long version) {
        if (version > seqno || version > map.version()) {
            throw new LedgerFormatException(
                    "map "
                            + map.name()
                            + " of version "
                            + map.version()
                            + " has something of version "
                            + version
                            + " in the snapshot of seqno "
                            + seqno);
        }
    }

    VerifiedSnapshot.Content of(long bytes) {
        return new VerifiedSnapshot.Content(maps, rows, bytes);
    }
}
