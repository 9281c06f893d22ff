package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A service of our own and its snapshot, honest unless a test changes a field before {@link
 * #publish}.
 */
final class SmallSnapshot {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");
    static final TxId AT = new TxId(2, 5);

    final EcKeyPair serviceKey = EcKeyPair.generate(Curve.P256);
    final Certificate service =
            CertificateIssuer.selfSignedService(serviceKey, "CN=CCF Service", NOW, 1);
    final EcKeyPair nodeKey = EcKeyPair.generate(Curve.P256);
    final Certificate node = endorsed(nodeKey, serviceKey, service);
    final LedgerSecret secret = LedgerSecret.random(1);

    /** Tables by name, each as it will stand in the snapshot. */
    final Map<String, SnapshotMap> tables = new TreeMap<>();

    /** Leaves 0 to 4, then the snapshot's own. */
    final MerkleTree tree = new MerkleTree();

    SnapshotHeader header;

    /** The receipt is for this transaction; transactions in between are made up. */
    TxId evidence = new TxId(2, 6);

    SmallSnapshot() {
        for (long s = 1; s < AT.seqno(); s++) {
            tree.append(Digest.sha256(new byte[] {(byte) s}));
        }
        put(TableNames.SERVICE_INFO, 1, Bytes.EIGHT_ZEROS, serviceInfo(service));
        Bytes nodeId = Bytes.utf8(nodeKey.publicKey().idHex());
        put(TableNames.NODES_ENDORSED_CERTIFICATES, 1, nodeId, Bytes.utf8(node.pem()));
        put("public:records", 3, Bytes.utf8("a"), Bytes.utf8("public"));
        put("records", 4, Bytes.utf8("b"), Bytes.utf8("private"));
        put("empty", 2);
        header = new SnapshotHeader(AT.seqno(), Digest.ZERO, List.of(1L, 1L));
        sign(new SigningIdentity(nodeKey, node, serviceKey, "i", "s", () -> NOW));
    }

    static Certificate endorsed(EcKeyPair key, EcKeyPair issuerKey, Certificate issuer) {
        String csr = CertificateIssuer.csr(key, "CN=CCF Node", List.of());
        return CertificateIssuer.endorse(csr, issuerKey, issuer, Validity.of(issuer));
    }

    static Bytes serviceInfo(Certificate certificate) {
        return Json.canonicalBytes(
                Json.object().put("cert", certificate.pem()).put("status", "Open"));
    }

    /** Makes the signature transaction at the snapshot's seqno. */
    void sign(SigningIdentity identity) {
        WriteSet writes = SignatureTransaction.writes(AT, tree.root(), tree.serialise(), identity);
        for (MapWrites map : writes.maps()) {
            put(
                    map.name(),
                    AT.seqno(),
                    Bytes.EIGHT_ZEROS,
                    map.writes().getOrDefault(Bytes.EIGHT_ZEROS, Bytes.EMPTY));
        }
        Digest leaf =
                new EntryEncoder()
                        .encode(AT, EntryFlags.FORCE_CHUNK_AFTER, writes, Digest.ZERO, secret)
                        .leaf();
        header = new SnapshotHeader(AT.seqno(), leaf, header.viewStarts());
    }

    void put(String table, long version, Bytes... keysAndValues) {
        List<SnapshotRow> rows = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            rows.add(new SnapshotRow(keysAndValues[i], version, keysAndValues[i + 1]));
        }
        tables.put(table, new SnapshotMap(table, version, rows));
    }

    /** The only row of a table. */
    SnapshotRow row(String table) {
        return Objects.requireNonNull(tables.get(table)).rows().iterator().next();
    }

    SnapshotVerifier.Trust trust() {
        return new SnapshotVerifier.Trust(service, LedgerSecrets.of(secret));
    }

    /** Writes the file as a primary does. */
    Path publish(Path directory) throws IOException {
        return publish(directory, secret);
    }

    /** The same, encrypted under a secret that need not be the right one. */
    Path publish(Path directory, LedgerSecret encryptedUnder) throws IOException {
        try (SnapshotFile file =
                SnapshotFile.write(
                        directory, header, List.copyOf(tables.values()), encryptedUnder)) {
            return file.publish(evidence.seqno(), receipt(file.written().digest())).orElseThrow();
        }
    }

    /** The receipt of a transaction with these claims, in a tree that goes on from the snapshot. */
    Receipt receipt(Digest claims) {
        MerkleTree later = tree.copy();
        later.append(header.leaf());
        while (later.size() < evidence.seqno()) {
            later.append(Digest.sha256(new byte[] {(byte) later.size()}));
        }
        EncodedEntry entry =
                new EntryEncoder()
                        .encode(
                                evidence,
                                EntryFlags.NONE,
                                WriteSet.of(
                                        MapWrites.put(
                                                TableNames.SNAPSHOT_EVIDENCE,
                                                Bytes.EIGHT_ZEROS,
                                                Bytes.utf8("{}"))),
                                claims,
                                secret);
        boolean isNext = later.size() == evidence.seqno();
        later.append(entry.leaf());
        return new Receipt(
                node.pem(),
                nodeKey.publicKey().idHex(),
                new Receipt.Leaf.Components(
                        entry.writeSetDigest(), CommitEvidence.text(secret, evidence), claims),
                later.path(isNext ? evidence.seqno() : later.size() - 1),
                Bytes.wrap(nodeKey.signDigest(later.root())),
                List.of());
    }
}
