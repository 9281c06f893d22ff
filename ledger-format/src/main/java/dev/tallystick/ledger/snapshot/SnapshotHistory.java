package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerklePath;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signature transaction at a snapshot's seqno, as the snapshot's tables hold it, and the tree
 * before it (spec 01, 4.5).
 *
 * <p>Each check throws {@link LedgerFormatException} if it fails, and returns the reason if it
 * could not be made.
 */
final class SnapshotHistory {
    private final SnapshotReader reader;
    private final SnapshotHeader header;
    private final NodeSignature signature;
    private final MerkleTree tree;
    private final Digest root;

    private SnapshotHistory(SnapshotReader reader, NodeSignature signature, MerkleTree tree) {
        this.reader = reader;
        this.header = reader.header();
        this.signature = signature;
        this.tree = tree;
        this.root = tree.root();
    }

    /**
     * Reads the tables of signatures and the tree.
     *
     * @throws SnapshotException if they are not those of a signature transaction at the snapshot's
     *     seqno
     */
    static SnapshotHistory read(SnapshotReader reader) throws IOException {
        try {
            NodeSignature signature =
                    NodeSignature.fromJson(own(reader, TableNames.SIGNATURES).value());
            TxId txId = reader.header().txId();
            if (!signature.txId().equals(txId)) {
                throw new LedgerFormatException(
                        "the signature in a snapshot of "
                                + txId
                                + " says it is that of "
                                + signature.txId());
            }
            MerkleTree tree =
                    new SignatureTransaction(
                                    txId, signature, null, own(reader, TableNames.TREE).value())
                            .loadTree();
            if (!tree.root().equals(signature.root())) {
                throw new LedgerFormatException(
                        "the tree has root "
                                + tree.root().hex()
                                + ", the signature tells "
                                + signature.root().hex());
            }
            return new SnapshotHistory(reader, signature, tree);
        } catch (LedgerFormatException e) {
            throw SnapshotVerifier.failed(SnapshotCheck.TREE, e);
        }
    }

    /** The row that the signature transaction at the snapshot's seqno has written. */
    private static SnapshotRow own(SnapshotReader reader, String table) throws IOException {
        return find(reader, table)
                .orElseThrow(
                        () ->
                                new LedgerFormatException(
                                        "the snapshot's seqno has not written " + table));
    }

    private static Optional<SnapshotRow> find(SnapshotReader reader, String table)
            throws IOException {
        return reader.publicRow(table, Bytes.EIGHT_ZEROS)
                .filter(row -> row.version() == reader.header().seqno());
    }

    /**
     * Whether the tree and the leaf are the beginning of the tree that the evidence was proved in.
     *
     * <p>The left steps of a path are the roots of the complete subtrees before its leaf, one for
     * each set bit of the leaf's index. Those that hold no transaction after the snapshot can be
     * computed from the snapshot; if the evidence follows at once, these are all.
     */
    Optional<String> checkBeginning(MerklePath proof, TxId evidence) {
        long next = header.seqno() + 1;
        tree.append(header.leaf());
        tree.append(Digest.ZERO); // stands for the next transaction: its path is asked for
        List<Digest> own = leftSteps(tree.path(next));
        List<Digest> proved = leftSteps(proof);
        long covered = 0;
        for (int bit = Long.SIZE - 2; bit >= 0; bit--) {
            if (evidence.seqno() >> (bit + 1) != next >> (bit + 1)) {
                break;
            }
            if ((evidence.seqno() >> bit & next >> bit & 1) == 1) {
                if (!own.get(index(next, bit)).equals(proved.get(index(evidence.seqno(), bit)))) {
                    throw new LedgerFormatException(
                            "the snapshot's tree differs from that of its evidence in leaves "
                                    + covered
                                    + " to "
                                    + (covered + (1L << bit) - 1));
                }
                covered += 1L << bit;
            }
        }
        return covered == next
                ? Optional.empty()
                : Optional.of(
                        "the proof of the evidence binds only the first "
                                + covered
                                + " of "
                                + next
                                + " leaves");
    }

    private static List<Digest> leftSteps(MerklePath path) {
        List<Digest> left = new ArrayList<>();
        for (MerklePath.Step step : path.steps()) {
            if (step.left()) {
                left.add(step.digest());
            }
        }
        return left;
    }

    /** Which left step belongs to a set bit of a leaf's index. */
    private static int index(long leaf, int bit) {
        return Long.bitCount(leaf & ((1L << bit) - 1));
    }

    /** Whether a node that the service has endorsed signed the tree's root. */
    Optional<String> checkNodeSignature(Certificate service) throws IOException {
        String pem = signerPem();
        if (pem == null) {
            throw new LedgerFormatException("no certificate of node " + signature.node());
        }
        Certificate certificate = Certificate.fromPem(pem);
        if (!certificate.isIssuedBy(service)) {
            throw new LedgerFormatException(
                    "the certificate of node "
                            + signature.node()
                            + " was not issued by the service");
        }
        if (!signature.verify(certificate.publicKey(), root)) {
            throw new LedgerFormatException(
                    "the signature of node "
                            + signature.node()
                            + " does not cover the tree's root");
        }
        return Optional.empty();
    }

    /** From the table of certificates, the signature itself, or (1.x) the record of the node. */
    private @Nullable String signerPem() throws IOException {
        Bytes id = Bytes.utf8(signature.node());
        Optional<SnapshotRow> endorsed =
                reader.publicRow(TableNames.NODES_ENDORSED_CERTIFICATES, id);
        if (endorsed.isPresent()) {
            return endorsed.get().value().utf8();
        }
        if (signature.certificatePem() != null) {
            return signature.certificatePem();
        }
        return reader.publicRow(TableNames.NODES_INFO, id)
                .flatMap(
                        row ->
                                JsonFields.of(Json.parse(row.value()), "a node's record")
                                        .findText("cert"))
                .orElse(null);
    }

    /** Whether the service signed the tree's root, where it signs by COSE at all. */
    Optional<String> checkCoseSignature(Certificate service) throws IOException {
        Optional<SnapshotRow> row = find(reader, TableNames.COSE_SIGNATURES);
        if (row.isEmpty()) {
            return Optional.of("its seqno has no COSE signature");
        }
        CoseRootSignature cose = CoseRootSignature.fromJson(row.get().value());
        if (!cose.txId().equals(Optional.of(header.txId()))) {
            throw new LedgerFormatException(
                    "the COSE signature says it is that of "
                            + cose.txId().map(TxId::toString).orElse("none"));
        }
        if (!cose.verify(service.publicKey(), root)) {
            throw new LedgerFormatException(
                    "the service's COSE signature does not cover the tree's root");
        }
        return Optional.empty();
    }

    /**
     * Whether the leaf is that of the signature transaction, written again as it must have been. It
     * usually ends a chunk, and then its entry says so.
     */
    Optional<String> checkLeaf(@Nullable LedgerSecret secret) throws IOException {
        if (secret == null) {
            return Optional.of("no ledger secret is known for its seqno");
        }
        List<MapWrites> writes = new ArrayList<>();
        for (String table :
                List.of(TableNames.COSE_SIGNATURES, TableNames.SIGNATURES, TableNames.TREE)) {
            find(reader, table)
                    .ifPresent(
                            row ->
                                    writes.add(
                                            MapWrites.put(table, Bytes.EIGHT_ZEROS, row.value())));
        }
        WriteSet writeSet = new WriteSet(writes);
        for (int flags : new int[] {EntryFlags.FORCE_CHUNK_AFTER, 0}) {
            Digest leaf =
                    new EntryEncoder() // a cipher refuses to encrypt twice under one IV
                            .encode(header.txId(), flags, writeSet, Digest.ZERO, secret)
                            .leaf();
            if (leaf.equals(header.leaf())) {
                return Optional.empty();
            }
        }
        throw new LedgerFormatException(
                header.leaf().hex() + " is not the leaf of signature transaction " + header.txId());
    }
}
