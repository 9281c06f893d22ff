package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.FuzzKeys;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.shares.SecretsRecovery;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;
import dev.tallystick.ledger.view.KnownSecrets;
import dev.tallystick.ledger.view.LedgerStatistics;
import dev.tallystick.ledger.view.LedgerView;
import dev.tallystick.ledger.view.SeqnoRange;
import dev.tallystick.ledger.view.ValueText;

import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A ledger that is signed as it must be, by a service that wrote anything at all into its built-in
 * tables: whoever reads it for an auditor refuses it by the documented exceptions, or accepts it.
 */
class AuditFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    static final Certificate SERVICE =
            CertificateIssuer.selfSignedService(FuzzKeys.P384, "CN=Service", NOW, 1);
    private static final Certificate NODE =
            CertificateIssuer.endorse(
                    CertificateIssuer.csr(FuzzKeys.P256, "CN=Node", List.of()),
                    FuzzKeys.P384,
                    SERVICE,
                    Validity.of(SERVICE));
    private static final SigningIdentity IDENTITY =
            new SigningIdentity(FuzzKeys.P256, NODE, FuzzKeys.P384, "i", "s", () -> NOW);

    /** Those that an auditor's tools look into. */
    static final List<String> TABLES =
            List.of(
                    TableNames.SERVICE_INFO,
                    TableNames.SERVICE_CONFIG,
                    TableNames.NODES_INFO,
                    TableNames.NODES_ENDORSED_CERTIFICATES,
                    TableNames.MEMBERS_CERTS,
                    TableNames.MEMBERS_INFO,
                    TableNames.MEMBERS_ENCRYPTION_PUBLIC_KEYS,
                    TableNames.USERS_CERTS,
                    TableNames.CONSTITUTION,
                    TableNames.PROPOSALS,
                    TableNames.PROPOSALS_INFO,
                    TableNames.RECOVERY_SHARES,
                    TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET,
                    TableNames.ENCRYPTED_LEDGER_SECRETS,
                    TableNames.ENCRYPTED_SUBMITTED_SHARES,
                    TableNames.PREVIOUS_SERVICE_IDENTITY,
                    TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT,
                    TableNames.SNAPSHOT_EVIDENCE,
                    "public:ccf.gov.cose_history",
                    "public:ccf.gov.cose_recent_proposals",
                    "public:ccf.gov.members.acks",
                    "public:ccf.gov.endpoints");

    @TempDir private static Path directory;

    private final EntryEncoder encoder = new EntryEncoder();
    private final EntryDecoder decoder = new EntryDecoder();

    /** Rows, one an entry: table, key length, value length (two bytes), key, value. */
    @FuzzTest(maxDuration = "1m")
    void tables(byte[] bytes) throws IOException {
        List<WriteSet> transactions = new ArrayList<>();
        transactions.add(
                WriteSet.of(
                        SmallLedger.serviceInfo(SERVICE, "Opening"),
                        SmallLedger.nodeInfo(FuzzKeys.P256, "Trusted"),
                        SmallLedger.nodeCertificate(FuzzKeys.P256, NODE)));
        ByteBuffer rows = ByteBuffer.wrap(bytes);
        while (rows.remaining() >= 4) {
            transactions.add(row(rows));
        }
        List<Entry> entries = write(transactions);
        audit();
        recover(entries);
        view();
    }

    /** A write, or a removal if the highest bit of the table's number is set. */
    private static WriteSet row(ByteBuffer rows) {
        int table = rows.get() & 0xff;
        String name = TABLES.get((table & 0x7f) % TABLES.size());
        int keySize = rows.get() & 0xff;
        int valueSize = rows.getShort() & 0xffff;
        Bytes key = keySize == 0 ? Bytes.EIGHT_ZEROS : take(rows, keySize);
        Bytes value = take(rows, valueSize);
        return table < 0x80
                ? WriteSet.of(MapWrites.put(name, key, value))
                : WriteSet.of(new MapWrites(name, new TreeMap<>(), new TreeSet<>(List.of(key))));
    }

    private static Bytes take(ByteBuffer from, int size) {
        byte[] bytes = new byte[Math.min(size, from.remaining())];
        from.get(bytes);
        return Bytes.wrap(bytes);
    }

    private List<Entry> write(List<WriteSet> transactions) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[Long.BYTES]);
        MerkleTree tree = new MerkleTree();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i <= transactions.size(); i++) {
            TxId id = new TxId(2, i + 1L);
            WriteSet writes =
                    i < transactions.size()
                            ? transactions.get(i)
                            : SignatureTransaction.writes(
                                    id, tree.root(), tree.serialise(), IDENTITY);
            EncodedEntry entry = encoder.encode(id, EntryFlags.NONE, writes, Digest.ZERO, SECRET);
            tree.append(entry.leaf());
            file.writeBytes(entry.bytes());
            entries.add(decoder.decodePublic(entry.bytes()));
        }
        Files.write(directory.resolve("ledger_1"), file.toByteArray());
        return entries;
    }

    private static void audit() throws IOException {
        AuditOptions options =
                AuditOptions.of(directory).withSecrets(LedgerSecrets.of(SECRET)).onThreads(1);
        try {
            LedgerAuditor.audit(options, AuditListener.NONE);
        } catch (AuditException refused) {
            assertTrue(Diagnosis.of(options, refused).getMessage() != null);
        }
    }

    private static void recover(List<Entry> entries) {
        SecretsRecovery recovery = new SecretsRecovery();
        try {
            entries.forEach(recovery::accept);
            recovery.recover(List.of());
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    private static void view() throws IOException {
        LedgerStatistics statistics = new LedgerStatistics();
        LedgerChunks chunks = LedgerChunks.of(List.of(directory));
        try (LedgerView view = LedgerView.open(chunks, SeqnoRange.ALL, KnownSecrets.NONE)) {
            view.walk(
                    viewed -> {
                        statistics.accept(viewed);
                        for (MapWrites map : viewed.entry().publicWrites().maps()) {
                            for (Bytes value : map.writes().values()) {
                                assertEquals(value.length(), ValueText.of(value).size());
                            }
                        }
                        return true;
                    });
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }
}
