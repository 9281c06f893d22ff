package dev.tallystick.bench.format;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditListener;
import dev.tallystick.ledger.audit.AuditOptions;
import dev.tallystick.ledger.audit.LedgerAuditor;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A ledger as a busy service writes it: equal entries of one public record each, a signature that
 * ends a chunk every {@value #ENTRIES_PER_SIGNATURE} (CCF's default).
 */
final class SampleLedger implements AutoCloseable {
    private static final int ENTRIES_PER_SIGNATURE = 5000;
    private static final int KEY_BYTES = 16;

    /** Of an entry of one public record, without its key and value. */
    private static final int FIXED_BYTES = 44 + 1 + 8 + 32 + 32 + 8 + 8 + 14 + 8 * 6;

    private final Path directory;
    private final int entryCount;
    private final LedgerSecret secret = LedgerSecret.random(1);
    private final EntryEncoder encoder = new EntryEncoder();
    private final MerkleTree tree = new MerkleTree();
    private TxId last = new TxId(2, 0);

    /**
     * @param entryCount how many, without the signatures and the first one
     * @param entryBytes size of each
     */
    SampleLedger(Path directory, int entryCount, int entryBytes) {
        this.directory = directory;
        this.entryCount = entryCount;
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            write(files, new byte[entryBytes - FIXED_BYTES - KEY_BYTES]);
        }
    }

    /** In a folder of its own below the system's. */
    static SampleLedger temporary(int entryCount, int entryBytes) {
        try {
            return new SampleLedger(
                    Files.createTempDirectory("tallystick-bench"), entryCount, entryBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(LedgerFiles files, byte[] value) {
        EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
        EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
        Certificate service =
                CertificateIssuer.selfSignedService(serviceKey, "CN=CCF Service", Instant.now(), 1);
        String csr = CertificateIssuer.csr(nodeKey, "CN=CCF Node", List.of());
        Certificate node =
                CertificateIssuer.endorse(csr, serviceKey, service, Validity.of(service));
        SigningIdentity identity =
                new SigningIdentity(nodeKey, node, serviceKey, "i", "s", Instant::now);
        append(files, begin(service, nodeKey, node), EntryFlags.NONE, false);
        for (int i = 1; i <= entryCount; i++) {
            Bytes key = Bytes.utf8("%016x".formatted(i * 0x9E3779B97F4A7C15L));
            append(
                    files,
                    WriteSet.of(MapWrites.put("public:records", key, Bytes.copyOf(value))),
                    EntryFlags.NONE,
                    false);
            if (i % ENTRIES_PER_SIGNATURE == 0 || i == entryCount) {
                sign(files, identity);
            }
        }
    }

    private static WriteSet begin(Certificate service, EcKeyPair nodeKey, Certificate node) {
        Bytes nodeId = Bytes.utf8(nodeKey.publicKey().idHex());
        var info = Json.object().put("cert", service.pem()).put("status", "Opening");
        return WriteSet.of(
                MapWrites.put(
                        TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS, Json.canonicalBytes(info)),
                MapWrites.put(
                        TableNames.NODES_INFO,
                        nodeId,
                        Json.canonicalBytes(Json.object().put("status", "Trusted"))),
                MapWrites.put(
                        TableNames.NODES_ENDORSED_CERTIFICATES, nodeId, Bytes.utf8(node.pem())));
    }

    private void sign(LedgerFiles files, SigningIdentity identity) {
        TxId next = last.next();
        WriteSet signature =
                SignatureTransaction.writes(next, tree.root(), tree.serialise(), identity);
        append(files, signature, EntryFlags.FORCE_CHUNK_AFTER, true);
        files.commit(last.seqno());
        tree.flushTo(last.seqno());
    }

    private void append(LedgerFiles files, WriteSet writes, int flags, boolean isSignature) {
        last = last.next();
        EncodedEntry entry = encoder.encode(last, flags, writes, Digest.ZERO, secret);
        files.append(entry.bytes(), isSignature);
        tree.append(entry.leaf());
    }

    /** Audits it; returns how many transactions are proved. */
    long audit(int threads) {
        try {
            return LedgerAuditor.audit(
                            AuditOptions.of(directory).onThreads(threads), AuditListener.NONE)
                    .counts()
                    .transactions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its files. */
    List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
