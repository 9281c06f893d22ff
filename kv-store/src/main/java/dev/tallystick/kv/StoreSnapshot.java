package dev.tallystick.kv;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotMap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole state as of one signature transaction, and what else its snapshot file needs (spec 01,
 * 7.2).
 *
 * <p>It is a reference to immutable maps: taking one costs nothing, and whatever the store does
 * meanwhile (writes, rollback, compaction, even closing) does not touch it. It keeps what the store
 * has overwritten since on the heap, so it should not be held longer than it takes to write the
 * file. Safe for use by any number of threads.
 */
public final class StoreSnapshot {
    private final State state;
    private final SnapshotHeader header;
    private final LedgerSecret secret;

    StoreSnapshot(State state, SnapshotHeader header, LedgerSecret secret) {
        this.state = state;
        this.header = header;
        this.secret = secret;
    }

    /** The signature transaction. */
    public TxId txId() {
        return state.last();
    }

    /** What stands before the maps: seqno, leaf of the signature transaction, view starts. */
    public SnapshotHeader header() {
        return header;
    }

    /** The ledger secret valid at the snapshot's seqno, even if there is a newer one by now. */
    public LedgerSecret secret() {
        return secret;
    }

    /**
     * All maps, empty ones included, with their versions; rows are made when they are asked for.
     */
    public List<SnapshotMap> maps() {
        return mapsOf(state);
    }

    /** All maps of a state. */
    static List<SnapshotMap> mapsOf(State state) {
        List<SnapshotMap> maps = new ArrayList<>();
        addTo(maps, state.publicMaps());
        addTo(maps, state.signature().tables());
        addTo(maps, state.privateMaps());
        return maps;
    }

    private static void addTo(List<SnapshotMap> maps, OrderedMap<OrderedMap<Bytes>> from) {
        Cursor<OrderedMap<Bytes>> cursor = from.cursor();
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            maps.add(
                    new SnapshotMap(
                            cursor.key().utf8(), cursor.version(), new MapRows(cursor.value())));
        }
    }

    /**
     * Writes the snapshot's entry into a new file, on the calling thread: the ledger's writers go
     * on meanwhile. Beside the buffers it takes 8 bytes of heap for each row of the largest map.
     *
     * @param directory an existing one
     * @return the file, still without receipt and final name
     * @throws IOException if the file cannot be written; nothing is left of it then
     */
    public SnapshotFile write(Path directory) throws IOException {
        return SnapshotFile.write(directory, header, maps(), secret);
    }

    /** The transaction id. */
    @Override
    public String toString() {
        return "snapshot at " + txId();
    }
}
