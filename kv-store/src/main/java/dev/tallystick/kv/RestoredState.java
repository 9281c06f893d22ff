package dev.tallystick.kv;

import dev.tallystick.kv.large.LargeValues;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * What a snapshot file says, in the form in which a store goes on from it (spec 01, 4.5 and 7.5).
 * It streams: beside the maps that come about, the heap holds one row at a time.
 *
 * @param state all maps as of the snapshot's signature transaction
 * @param tree over all entries up to that one, itself included
 */
record RestoredState(State state, MerkleTree tree) {
    private static final Bytes TREE = Bytes.utf8(TableNames.TREE);
    private static final Bytes SIGNATURES = Bytes.utf8(TableNames.SIGNATURES);

    /**
     * Reads a snapshot.
     *
     * @param secrets null if the private maps are to be left out
     * @param values where the maps keep their values
     * @throws LedgerFormatException if it is not a snapshot of a signature transaction in the right
     *     form, or not authentic
     */
    static RestoredState read(
            SnapshotReader snapshot, @Nullable LedgerSecrets secrets, LargeValues values)
            throws IOException {
        SnapshotHeader header = snapshot.header();
        Maps publicMaps = new Maps(header.seqno(), values);
        publicMaps.read(snapshot.publicMaps());
        OrderedMap<OrderedMap<Bytes>> tables = publicMaps.signatureTables.seal();
        OrderedMap<OrderedMap<Bytes>> privateMaps =
                secrets == null ? OrderedMap.empty() : privateMaps(snapshot, secrets, values);
        if (tables.version(SIGNATURES) != header.seqno()) {
            throw new LedgerFormatException(
                    "the snapshot of seqno "
                            + header.seqno()
                            + " is not of a signature transaction: its last one is "
                            + tables.version(SIGNATURES));
        }
        OrderedMap<Bytes> tree = tables.get(TREE);
        return new RestoredState(
                new State(
                        header.txId(),
                        publicMaps.maps.seal(),
                        privateMaps,
                        SignatureSlot.restored(header.seqno(), tables),
                        publicMaps.nothing,
                        0),
                tree(header, tree == null ? null : tree.get(Bytes.EIGHT_ZEROS)));
    }

    /** The private maps alone; the whole file is authenticated first. */
    static OrderedMap<OrderedMap<Bytes>> privateMaps(
            SnapshotReader snapshot, LedgerSecrets secrets, LargeValues values) throws IOException {
        Maps maps = new Maps(snapshot.header().seqno(), values);
        maps.read(snapshot.privateMaps(secrets));
        return maps.maps.seal();
    }

    /** The tree alone. */
    static MerkleTree tree(SnapshotReader snapshot) throws IOException {
        Optional<SnapshotRow> row = snapshot.publicRow(TableNames.TREE, Bytes.EIGHT_ZEROS);
        return tree(snapshot.header(), row.map(SnapshotRow::value).orElse(null));
    }

    private static MerkleTree tree(SnapshotHeader header, @Nullable Bytes serialised) {
        if (serialised == null) {
            throw new LedgerFormatException("the snapshot holds no Merkle tree");
        }
        MerkleTree tree = MerkleTree.load(serialised.toArray());
        if (tree.size() != header.seqno()) {
            throw new LedgerFormatException(
                    "the snapshot of seqno "
                            + header.seqno()
                            + " holds a Merkle tree of "
                            + tree.size()
                            + " leaves");
        }
        tree.append(header.leaf());
        return tree;
    }

    /** The maps of one domain while they are read. */
    private static final class Maps {
        private final long seqno;
        private final LargeValues values;
        private final OrderedMap<Bytes> nothing;
        private final OrderedMap.Edit<OrderedMap<Bytes>> maps =
                OrderedMap.<OrderedMap<Bytes>>empty().edit();
        private final OrderedMap.Edit<OrderedMap<Bytes>> signatureTables =
                OrderedMap.<OrderedMap<Bytes>>empty().edit();

        Maps(long seqno, LargeValues values) {
            this.seqno = seqno;
            this.values = values;
            this.nothing = OrderedMap.empty(values.form());
        }

        void read(SnapshotCursor cursor) throws IOException {
            for (var map = cursor.nextMap(); map.isPresent(); map = cursor.nextMap()) {
                SnapshotCursor.MapStart start = map.get();
                checkVersion(start, start.version() <= seqno, start.version());
                (SignatureSlot.isSignatureTable(start.name()) ? signatureTables : maps)
                        .put(Bytes.utf8(start.name()), rows(cursor, start), start.version());
            }
        }

        private OrderedMap<Bytes> rows(SnapshotCursor cursor, SnapshotCursor.MapStart map)
                throws IOException {
            OrderedMap.Edit<Bytes> rows = nothing.edit();
            for (var row = cursor.nextRow(); row.isPresent(); row = cursor.nextRow()) {
                long version = row.get().version();
                checkVersion(map, version > 0 && version <= map.version(), version);
                values.awaitRoom();
                rows.put(row.get().key(), row.get().value(), version);
            }
            return rows.seal();
        }

        private static void checkVersion(
                SnapshotCursor.MapStart map, boolean isPossible, long version) {
            if (!isPossible) {
                throw new LedgerFormatException(
                        "map "
                                + map.name()
                                + " of version "
                                + map.version()
                                + " has something of version "
                                + version
                                + " in the snapshot");
            }
        }
    }
}
