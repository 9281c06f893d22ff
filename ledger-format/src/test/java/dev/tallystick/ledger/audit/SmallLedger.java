package dev.tallystick.ledger.audit;

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
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes a ledger of our own, honest or not, through the real encoder, signer and file writer. */
public final class SmallLedger {
    public static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");

    public final EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
    final Certificate service =
            CertificateIssuer.selfSignedService(serviceKey, "CN=CCF Service", NOW, 1);
    public final EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
    final Certificate node = endorsed(nodeKey);
    public final LedgerSecret secret = LedgerSecret.random(1);

    private final EntryEncoder encoder = new EntryEncoder();
    private final MerkleTree tree = new MerkleTree();
    private final LedgerFiles files;
    private TxId last = new TxId(2, 0);

    /** In an empty directory. */
    public SmallLedger(Path directory) {
        files = LedgerFiles.open(new LedgerFilesOptions(directory, List.of(), false));
    }

    Certificate endorsed(EcKeyPair key) {
        String csr = CertificateIssuer.csr(key, "CN=CCF Node", List.of());
        return CertificateIssuer.endorse(csr, serviceKey, service, Validity.of(service));
    }

    /** The genesis transaction, as far as an auditor looks at it. */
    public SmallLedger begin() {
        return write(
                serviceInfo(service, "Opening"),
                nodeInfo(nodeKey, "Trusted"),
                nodeCertificate(nodeKey, node));
    }

    /** One transaction. */
    public SmallLedger write(MapWrites... writes) {
        return append(WriteSet.of(writes), EntryFlags.NONE, false);
    }

    /** One transaction that writes a public and a private record. */
    public SmallLedger application(String key) {
        return write(
                MapWrites.put("public:records", Bytes.utf8(key), Bytes.utf8("public")),
                MapWrites.put("records", Bytes.utf8(key), Bytes.utf8("private")));
    }

    /** Signs as node and service. */
    public SmallLedger sign() {
        return sign(
                new SigningIdentity(nodeKey, node, serviceKey, "i", "s", () -> NOW),
                EntryFlags.NONE);
    }

    SmallLedger sign(SigningIdentity identity, int flags) {
        TxId next = last.next();
        return append(
                SignatureTransaction.writes(next, tree.root(), tree.serialise(), identity),
                flags,
                true);
    }

    /** Signs, ends the chunk, and commits everything. */
    public SmallLedger signAndCommit() {
        sign(
                new SigningIdentity(nodeKey, node, serviceKey, "i", "s", () -> NOW),
                EntryFlags.FORCE_CHUNK_AFTER);
        files.commit(last.seqno());
        tree.flushTo(last.seqno());
        return this;
    }

    private SmallLedger append(WriteSet writes, int flags, boolean isCommittable) {
        TxId next = last.next();
        EncodedEntry entry = encoder.encode(next, flags, writes, Digest.ZERO, secret);
        files.append(entry.bytes(), isCommittable);
        tree.append(entry.leaf());
        last = next;
        return this;
    }

    /** Over all transactions so far; a copy. */
    MerkleTree tree() {
        return tree.copy();
    }

    /** The last transaction so far. */
    public TxId last() {
        return last;
    }

    /** Makes the files hold all entries, as a killed process leaves them. */
    public void flush() {
        files.flush();
    }

    /** Closes the files. */
    public void close() {
        files.close();
    }

    static MapWrites serviceInfo(Certificate certificate, String status) {
        var json = Json.object().put("cert", certificate.pem()).put("status", status);
        return MapWrites.put(TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS, Json.canonicalBytes(json));
    }

    static MapWrites nodeInfo(EcKeyPair key, String status) {
        var json = Json.object().put("status", status);
        return MapWrites.put(
                TableNames.NODES_INFO,
                Bytes.utf8(key.publicKey().idHex()),
                Json.canonicalBytes(json));
    }

    static MapWrites nodeCertificate(EcKeyPair key, Certificate certificate) {
        return MapWrites.put(
                TableNames.NODES_ENDORSED_CERTIFICATES,
                Bytes.utf8(key.publicKey().idHex()),
                Bytes.utf8(certificate.pem()));
    }
}
