package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.snapshot.SnapshotCursor;
import dev.tallystick.ledger.snapshot.SnapshotException;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotReader;
import dev.tallystick.ledger.snapshot.SnapshotRow;
import dev.tallystick.ledger.snapshot.SnapshotVerifier;
import dev.tallystick.ledger.snapshot.SnapshotVerifier.Trust;
import dev.tallystick.ledger.snapshot.VerifiedSnapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where an audit begins that begins with a verified snapshot: the tree over everything before, and
 * the rows of the tables that an auditor follows, as if one transaction had written them all.
 *
 * @param header of the snapshot: tells its transaction, and the views before
 * @param evidence by which the ledger vouches for it
 * @param tree over all transactions up to it
 * @param rows one entry for each table, each with the seqno of its last write
 */
record SnapshotStart(
        SnapshotHeader header, SnapshotEvidence evidence, MerkleTree tree, List<Entry> rows) {
    private static final Set<String> TABLES =
            Set.of(
                    TableNames.SERVICE_INFO,
                    TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT,
                    TableNames.NODES_INFO,
                    TableNames.NODES_ENDORSED_CERTIFICATES,
                    TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET,
                    TableNames.MEMBERS_CERTS,
                    TableNames.MEMBERS_INFO,
                    TableNames.USERS_CERTS,
                    TableNames.PROPOSALS_INFO);

    /**
     * Verifies and reads a snapshot.
     *
     * @param end certificate of the service that owns the end of the ledger, if it is known; the
     *     snapshot may be of an earlier service, for which then only its evidence in the ledger
     *     speaks
     * @throws AuditException if the snapshot is not valid
     * @throws IOException if it cannot be read
     */
    static SnapshotStart read(Path file, @Nullable Certificate end) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            TxId txId = reader.header().txId();
            try {
                VerifiedSnapshot verified = SnapshotVerifier.verify(file, trust(reader, end));
                SnapshotEvidence evidence =
                        new SnapshotEvidence(txId, verified.evidence(), verified.digest());
                return new SnapshotStart(reader.header(), evidence, tree(reader), rows(reader));
            } catch (SnapshotException e) {
                String check = e.check().title();
                throw new AuditException(
                        file, txId.seqno(), "the snapshot: " + check + ": " + e.getMessage(), e);
            }
        } catch (LedgerFormatException e) {
            throw malformed(file, 0, e);
        }
    }

    static AuditException malformed(Path file, long seqno, LedgerFormatException e) {
        return new AuditException(file, seqno, "the snapshot: " + e.getMessage(), e);
    }

    private static Trust trust(SnapshotReader reader, @Nullable Certificate end)
            throws IOException {
        Optional<SnapshotRow> info = reader.publicRow(TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS);
        if (end == null || info.isEmpty()) {
            return Trust.NONE;
        }
        JsonFields fields = JsonFields.of(Json.parse(info.get().value()), "service.info");
        boolean isSame =
                Certificate.fromPem(fields.text("cert")).publicKey().equals(end.publicKey());
        return isSame ? new Trust(end, Trust.NONE.secrets()) : Trust.NONE;
    }

    private static MerkleTree tree(SnapshotReader reader) throws IOException {
        SnapshotRow row =
                reader.publicRow(TableNames.TREE, Bytes.EIGHT_ZEROS)
                        .orElseThrow(() -> new LedgerFormatException("it holds no tree"));
        MerkleTree tree = MerkleTree.load(row.value().toArray());
        tree.append(reader.header().leaf());
        tree.flushTo(tree.size() - 1);
        return tree;
    }

    private static List<Entry> rows(SnapshotReader reader) throws IOException {
        List<Entry> entries = new ArrayList<>();
        SnapshotCursor maps = reader.publicMaps();
        for (var map = maps.nextMap(); map.isPresent(); map = maps.nextMap()) {
            if (!TABLES.contains(map.get().name())) {
                continue;
            }
            TreeMap<Bytes, Bytes> writes = new TreeMap<>();
            for (var row = maps.nextRow(); row.isPresent(); row = maps.nextRow()) {
                writes.put(row.get().key(), row.get().value());
            }
            TxId written = reader.header().txId(map.get().version());
            entries.add(entry(written, MapWrites.of(map.get().name(), writes)));
        }
        return entries;
    }

    private static Entry entry(TxId txId, MapWrites map) {
        return new Entry(
                txId,
                EntryType.SNAPSHOT,
                0,
                Digest.ZERO,
                null,
                WriteSet.of(map),
                null,
                Digest.ZERO,
                Digest.ZERO);
    }

    /** Its transaction: the next one is the first to be audited. */
    TxId txId() {
        return header.txId();
    }

    /** The rows of one table, if the snapshot has it. */
    Optional<MapWrites> table(String name) {
        return rows.stream().flatMap(entry -> entry.publicWrites().map(name).stream()).findFirst();
    }
}
