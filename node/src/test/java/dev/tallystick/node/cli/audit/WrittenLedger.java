package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
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

/** Writes a small ledger through the real encoder, signer and file writer. */
final class WrittenLedger implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");

    private final EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
    private final EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
    private final LedgerSecret secret = LedgerSecret.random(1);
    private final EntryEncoder encoder = new EntryEncoder();
    private final MerkleTree tree = new MerkleTree();
    private final SigningIdentity identity;
    private final LedgerFiles files;
    private TxId last = new TxId(2, 0);

    WrittenLedger(Path directory) {
        Certificate service =
                CertificateIssuer.selfSignedService(serviceKey, "CN=CCF Service", NOW, 1);
        String csr = CertificateIssuer.csr(nodeKey, "CN=CCF Node", List.of());
        Certificate node =
                CertificateIssuer.endorse(csr, serviceKey, service, Validity.of(service));
        identity = new SigningIdentity(nodeKey, node, serviceKey, "issuer", "subject", () -> NOW);
        files = LedgerFiles.open(new LedgerFilesOptions(directory, List.of(), false));
    }

    WrittenLedger write(MapWrites... writes) {
        return write(Digest.ZERO, writes);
    }

    WrittenLedger write(Digest claims, MapWrites... writes) {
        return append(WriteSet.of(writes), claims, EntryFlags.NONE);
    }

    WrittenLedger put(String table, String key, String value) {
        return write(MapWrites.put(table, Bytes.utf8(key), Bytes.utf8(value)));
    }

    WrittenLedger sign() {
        return sign(EntryFlags.NONE);
    }

    /** Signs, ends the file, and commits. */
    WrittenLedger signAndCommit() {
        sign(EntryFlags.FORCE_CHUNK_AFTER);
        files.commit(last.seqno());
        return this;
    }

    private WrittenLedger sign(int flags) {
        WriteSet writes =
                SignatureTransaction.writes(last.next(), tree.root(), tree.serialise(), identity);
        return append(writes, Digest.ZERO, flags);
    }

    private WrittenLedger append(WriteSet writes, Digest claims, int flags) {
        last = last.next();
        EncodedEntry entry = encoder.encode(last, flags, writes, claims, secret);
        files.append(entry.bytes(), writes.map("public:ccf.internal.signatures").isPresent());
        tree.append(entry.leaf());
        return this;
    }

    String nodeId() {
        return nodeKey.publicKey().idHex();
    }

    String serviceKeyId() {
        return serviceKey.publicKey().idHex();
    }

    /** Makes the files hold all entries. */
    @Override
    public void close() {
        files.flush();
        files.close();
    }
}
