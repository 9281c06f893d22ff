package dev.tallystick.ledger;

import dev.tallystick.ledger.crypto.AesGcm;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.FuzzKeys;
import dev.tallystick.ledger.crypto.Pem;
import dev.tallystick.ledger.crypto.SubjectAltName;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.receipt.CoseEndorsement;
import dev.tallystick.ledger.receipt.CoseReceipt;
import dev.tallystick.ledger.receipt.IdentityEndorsement;
import dev.tallystick.ledger.receipt.InclusionProof;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptBuilder;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ledger of five small entries, the last one signed, from which {@link SeedCorpus} takes. */
final class SeedLedger {
    static final LedgerSecret SECRET = LedgerSecret.of(new byte[32], 1);
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final EcKeyPair SERVICE_KEY = FuzzKeys.P384;
    private static final EcKeyPair NODE_KEY = FuzzKeys.P256;

    private final Certificate service =
            CertificateIssuer.selfSignedService(SERVICE_KEY, "CN=Service", NOW, 1);
    private final String request =
            CertificateIssuer.csr(
                    NODE_KEY, "CN=Node", List.of(SubjectAltName.ofHost("node.example.com")));
    private final Certificate node =
            CertificateIssuer.endorse(request, SERVICE_KEY, service, Validity.of(service));
    private final Path directory;
    private final MerkleTree tree = new MerkleTree();
    private final List<byte[]> entries = new ArrayList<>();

    private SeedLedger(Path directory) {
        this.directory = directory;
    }

    static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    static SeedLedger write(Path directory) {
        SeedLedger ledger = new SeedLedger(directory);
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            ledger.fill(files);
        }
        return ledger;
    }

    private void fill(LedgerFiles files) {
        append(files, WriteSet.of(map("public:ccf.gov.service.info", "{\"status\":\"Open\"}")));
        append(files, WriteSet.of(map("public:records", "v"), map("records", "secret")));
        TreeSet<Bytes> removals = new TreeSet<>(List.of(Bytes.utf8("a"), Bytes.utf8("b")));
        append(
                files,
                WriteSet.of(
                        new MapWrites("public:records", new TreeMap<>(), removals),
                        new MapWrites(
                                "records",
                                new TreeMap<>(Map.of(Bytes.utf8("c"), Bytes.EMPTY)),
                                removals)));
        append(files, WriteSet.of(map("grün", "1"), map("records", "2"), map("z", "3")));
        TxId next = new TxId(2, 5);
        SigningIdentity identity =
                new SigningIdentity(NODE_KEY, node, SERVICE_KEY, "issuer", "subject", () -> NOW);
        append(files, SignatureTransaction.writes(next, tree.root(), tree.serialise(), identity));
        files.commit(next.seqno());
    }

    private static MapWrites map(String name, String value) {
        return MapWrites.put(name, Bytes.EIGHT_ZEROS, Bytes.utf8(value));
    }

    private void append(LedgerFiles files, WriteSet writes) {
        TxId id = new TxId(2, entries.size() + 1L);
        boolean isLast = id.seqno() == 5;
        EncodedEntry entry =
                new EntryEncoder()
                        .encode(
                                id,
                                isLast ? EntryFlags.FORCE_CHUNK_AFTER : EntryFlags.NONE,
                                writes,
                                isLast ? Digest.ZERO : Digest.sha256(new byte[] {7}),
                                SECRET);
        files.append(entry.bytes(), isLast);
        tree.append(entry.leaf());
        entries.add(entry.bytes());
    }

    byte[] bytes(int seqno) {
        return entries.get(seqno - 1);
    }

    Entry entry(int seqno) {
        return new EntryDecoder().decode(bytes(seqno), LedgerSecrets.of(SECRET));
    }

    byte[] privateDomain(int seqno) {
        byte[] entry = bytes(seqno);
        int end = 44 + EntryHeader.of(entry).publicLength();
        return new AesGcm(SECRET.keyBytes())
                .open(
                        Arrays.copyOfRange(entry, 24, 36),
                        Arrays.copyOfRange(entry, 44, end),
                        new AesGcm.Sealed(
                                Arrays.copyOfRange(entry, 8, 24),
                                Arrays.copyOfRange(entry, end, entry.length)))
                .orElseThrow();
    }

    byte[] committedChunk() throws IOException {
        return Files.readAllBytes(directory.resolve("ledger_1-5.committed"));
    }

    SignatureTransaction signature() {
        return SignatureTransaction.from(entry(5)).orElseThrow();
    }

    Certificate service() {
        return service;
    }

    Certificate node() {
        return node;
    }

    Certificate member() {
        return CertificateIssuer.selfSignedMember(FuzzKeys.P384, "member0", NOW, 365);
    }

    byte[] requestDer() {
        return Pem.decodeFirst(request, Pem.CERTIFICATE_REQUEST);
    }

    /** The certificate by which this service endorses the one before a recovery. */
    String previousService() {
        Certificate previous =
                CertificateIssuer.selfSignedService(FuzzKeys.P256, "CN=Service", NOW, 1);
        return CertificateIssuer.endorsePreviousService(previous, SERVICE_KEY, service).pem();
    }

    byte[] identityEndorsement() {
        return CoseSigner.identityEndorsement(
                SERVICE_KEY,
                FuzzKeys.P256.publicKey(),
                new CoseSigner.Epoch(new TxId(2, 1), new TxId(2, 90), Digest.ZERO),
                NOW);
    }

    IdentityEndorsement firstEndorsement() {
        return IdentityEndorsement.first(FuzzKeys.P256, new TxId(2, 1), NOW);
    }

    IdentityEndorsement nextEndorsement(IdentityEndorsement first) {
        return first.next(SERVICE_KEY, new TxId(4, 91), Digest.ZERO, 9, NOW);
    }

    byte[] governanceMessage(String type, @Nullable String proposalId) {
        return CoseSigner.governanceMessage(
                new CoseSigner.Member(FuzzKeys.P384, member()),
                new CoseSigner.GovernanceHeader(type, NOW, proposalId),
                Bytes.utf8("{\"actions\":[]}").toArray());
    }

    /** A chain with that endorsement alone. */
    String endorsementChain() {
        CoseEndorsement endorsement = CoseEndorsement.parse(identityEndorsement());
        return Json.canonical(CoseEndorsement.chainToJson(List.of(endorsement)));
    }

    static byte[] numbers(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    /** The COSE receipt of entry 3. */
    byte[] coseReceipt(CoseSign1 root) {
        Receipt receipt = ReceiptBuilder.build(entry(3), SECRET, signature());
        return new CoseReceipt(new CoseRootSignature(root), List.of(InclusionProof.of(receipt)))
                .encode();
    }

    static byte[] pkcs8(EcKeyPair key) {
        return Pem.decodeFirst(key.privateKeyPem(), Pem.PRIVATE_KEY);
    }

    static byte[] traditional(EcKeyPair key) {
        return Pem.decodeFirst(key.traditionalPrivateKeyPem(), "EC PRIVATE KEY");
    }
}
