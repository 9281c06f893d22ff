package dev.tallystick.ledger;

import dev.tallystick.ledger.audit.AuditSeeds;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.cbor.CborWriter;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.FuzzKeys;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.receipt.IdentityEndorsement;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptBuilder;
import dev.tallystick.ledger.shares.EncryptedLedgerSecrets;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.shares.RecoveryShares;
import dev.tallystick.ledger.shares.Share;
import dev.tallystick.ledger.shares.SubmittedShare;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.snapshot.SnapshotSeeds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes the seeds of all fuzz targets with the module's own writers. Keys, names and times are
 * fixed; ECDSA and certificate serials are random, so that seeds which hold them differ from run to
 * run. Run it only where a format or a target has changed:
 *
 * <pre>java … dev.tallystick.ledger.SeedCorpus ledger-format/src/test/resources</pre>
 */
final class SeedCorpus {
    /** Seeds by target ({@code package/Class/method}), then by name. */
    private final TreeMap<String, TreeMap<String, byte[]>> targets = new TreeMap<>();

    private final SeedLedger ledger;

    private SeedCorpus(SeedLedger ledger) {
        this.ledger = ledger;
    }

    public static void main(String[] arguments) throws IOException {
        Path resources = Path.of(arguments[0]);
        Path scratch = Files.createTempDirectory("seeds");
        SeedCorpus corpus = new SeedCorpus(SeedLedger.write(scratch.resolve("ledger")));
        corpus.addEntries();
        corpus.addChunks();
        corpus.addTrees();
        corpus.addCbor();
        corpus.addSignatures();
        corpus.addReceipts();
        corpus.addCertificates();
        corpus.addKeys();
        corpus.addShares();
        corpus.addSecretTables();
        corpus.addNames();
        corpus.addSnapshots(scratch);
        corpus.addTables();
        corpus.write(resources);
    }

    private void write(Path resources) throws IOException {
        for (var target : targets.entrySet()) {
            String[] parts = target.getKey().split("/", -1);
            int last = parts.length - 1;
            Path directory = resources.resolve("dev/tallystick/ledger");
            for (int i = 0; i < last - 1; i++) {
                directory = directory.resolve(parts[i]);
            }
            directory = directory.resolve(parts[last - 1] + "Inputs").resolve(parts[last]);
            Files.createDirectories(directory);
            for (var seed : target.getValue().entrySet()) {
                Files.write(directory.resolve(seed.getKey()), seed.getValue());
            }
        }
    }

    private void add(String target, String name, byte[] seed) {
        targets.computeIfAbsent(target, key -> new TreeMap<>()).put(name, seed);
    }

    private void add(String target, String name, String seed) {
        add(target, name, seed.getBytes(StandardCharsets.UTF_8));
    }

    private void addEntries() {
        String target = "entry/EntryFuzzTest/publicEntry";
        add(target, "genesis", ledger.bytes(1));
        add(target, "public-and-private", ledger.bytes(2));
        add(target, "removals-and-claims", ledger.bytes(3));
        add(target, "private-only", ledger.bytes(4));
        add(target, "signature", ledger.bytes(5));
        byte[] entry = ledger.bytes(2);
        for (int type = 0; type < 4; type++) {
            byte[] old = entry.clone();
            old[44] = (byte) type;
            add(target, "type-" + type, old);
        }
        String domain = "entry/EntryFuzzTest/privateDomain";
        add(domain, "write", ledger.privateDomain(2));
        add(domain, "removal", ledger.privateDomain(3));
        add(domain, "several-maps", ledger.privateDomain(4));
    }

    private void addChunks() throws IOException {
        String target = "files/ChunkFileFuzzTest/chunk";
        byte[] committed = ledger.committedChunk();
        add(target, "committed", concat(new byte[] {1}, committed));
        byte[] open = committed.clone();
        System.arraycopy(new byte[8], 0, open, 0, 8);
        int table = 4 * 5;
        add(target, "open", concat(new byte[] {0}, cut(open, open.length - table)));
        add(target, "torn", concat(new byte[] {0}, cut(open, open.length - table - 9)));
        add(target, "only-offset", new byte[9]);
    }

    private void addTrees() {
        MerkleTree tree = new MerkleTree();
        addTree("leaf-0", tree);
        for (int leaf = 1; leaf < 23; leaf++) {
            tree.append(Digest.sha256(new byte[] {(byte) leaf}));
        }
        addTree("23-leaves", tree);
        tree.flushTo(21);
        addTree("flushed-to-21", tree);
        tree.flushTo(22);
        addTree("flushed-to-22", tree);
    }

    private void addTree(String name, MerkleTree tree) {
        add("merkle/MerkleTreeFuzzTest/tree", name, tree.serialise());
        add("merkle/MerkleTreeFuzzTest/comparison", name, tree.serialise());
    }

    private void addCbor() {
        String target = "cbor/CborFuzzTest/item";
        Cbor.Map map =
                Cbor.map()
                        .put(1, Cbor.of(-35))
                        .put("text", Cbor.of("grün"))
                        .put(15, Cbor.array(Cbor.NULL, Cbor.of(true), new Cbor.FloatBits(2, 60)))
                        .build();
        add(target, "map", CborWriter.encode(map));
        add(target, "tagged", CborWriter.encode(new Cbor.Tagged(18, Cbor.of(new byte[30]))));
        add(target, "integers", Hex.decode("8618ff19ffff1affffffff1b7fffffffffffffff382020"));
        add(target, "indefinite", Hex.decode("9f5f41014102ff7f6161ffbf0102fff4ff"));
    }

    private void addSignatures() {
        String cose = "crypto/CoseFuzzTest/sign1";
        SignatureTransaction signature = ledger.signature();
        CoseSign1 root = SeedLedger.present(signature.coseSignature()).cose();
        add(cose, "ledger-root", root.encode());
        add(cose, "ledger-root-with-proof", ledger.coseReceipt(root));
        add(cose, "endorsement", ledger.identityEndorsement());
        String message = "crypto/CoseFuzzTest/governanceMessage";
        add(message, "ballot", ledger.governanceMessage("ballot", "0123abcd"));
        add(message, "proposal", ledger.governanceMessage("proposal", null));
        add(
                "signature/SignatureFuzzTest/nodeSignature",
                "node-signature",
                signature.nodeSignature().toJson().toArray());
        add(
                "signature/SignatureFuzzTest/coseSignature",
                "cose-signature",
                SeedLedger.present(signature.coseSignature()).toJson().toArray());
        add("crypto/KeyFuzzTest/signature", "raw", root.signature());
        add("crypto/KeyFuzzTest/signature", "der", signature.nodeSignature().signature().toArray());
    }

    private void addReceipts() {
        String target = "receipt/ReceiptFuzzTest/json";
        SignatureTransaction signature = ledger.signature();
        Entry entry = ledger.entry(3);
        Receipt receipt = ReceiptBuilder.build(entry, SeedLedger.SECRET, signature);
        add(target, "claims", Json.canonical(receipt.toJson()));
        add(
                target,
                "endorsed",
                Json.canonical(
                        receipt.withServiceEndorsements(List.of(ledger.previousService()))
                                .toJson()));
        add(target, "signature", Json.canonical(ReceiptBuilder.build(signature).toJson()));
        CoseSign1 root = SeedLedger.present(signature.coseSignature()).cose();
        add("receipt/ReceiptFuzzTest/cose", "one-proof", ledger.coseReceipt(root));
        add("receipt/ReceiptFuzzTest/endorsement", "previous", ledger.identityEndorsement());
        add("receipt/ReceiptFuzzTest/endorsements", "one", ledger.endorsementChain());
        add("receipt/ReceiptFuzzTest/endorsements", "none", "{\"endorsements\":[]}");
        add(
                "receipt/ReceiptFuzzTest/epochs",
                "two",
                SeedLedger.numbers(4, 92, 4, 190, 2, 1, 2, 91));
        String row = "receipt/ReceiptFuzzTest/identityEndorsement";
        IdentityEndorsement first = ledger.firstEndorsement();
        add(row, "first", first.toJson().toArray());
        add(row, "next", ledger.nextEndorsement(first).toJson().toArray());
    }

    private void addCertificates() {
        add("crypto/CertificateFuzzTest/der", "service", ledger.service().der());
        add("crypto/CertificateFuzzTest/der", "node", ledger.node().der());
        add("crypto/CertificateFuzzTest/der", "member", ledger.member().der());
        add(
                "crypto/CertificateFuzzTest/chain",
                "node-service",
                ledger.node().pem() + ledger.service().pem());
        add(
                "crypto/CertificateFuzzTest/chain",
                "previous",
                ledger.previousService() + ledger.service().pem());
        add("crypto/CertificateFuzzTest/request", "node", ledger.requestDer());
        add("crypto/CertificateFuzzTest/pem", "certificate", "text\n" + ledger.member().pem());
        add("crypto/CertificateFuzzTest/pem", "key", FuzzKeys.P256.traditionalPrivateKeyPem());
    }

    private void addKeys() {
        add("crypto/KeyFuzzTest/ecPublicKey", "p384", FuzzKeys.P384.publicKey().spkiDer());
        add("crypto/KeyFuzzTest/ecPublicKey", "p256", FuzzKeys.P256.publicKey().spkiDer());
        add("crypto/KeyFuzzTest/ecPrivateKey", "pkcs8", SeedLedger.pkcs8(FuzzKeys.P384));
        add(
                "crypto/KeyFuzzTest/ecPrivateKey",
                "traditional",
                SeedLedger.traditional(FuzzKeys.P256));
        add("crypto/KeyFuzzTest/rsaPublicKey", "2048-bits", FuzzKeys.rsaPublicDer());
        add("crypto/KeyFuzzTest/rsaPrivateKey", "pkcs1", FuzzKeys.rsaPrivateDer());
        add("crypto/KeyFuzzTest/rsaPrivateKey", "pkcs8", FuzzKeys.rsaPkcs8Der());
    }

    private void addShares() {
        TreeMap<String, Bytes> encrypted = new TreeMap<>();
        encrypted.put("aa", Bytes.wrap(new byte[256]));
        encrypted.put("bb", Bytes.wrap(new byte[256]));
        add(
                "shares/SharesFuzzTest/recoveryShares",
                "two-members",
                new RecoveryShares(encrypted, 17L, Bytes.wrap(new byte[60])).toJson().toArray());
        byte[] one = new byte[Share.SIZE];
        one[0] = 1;
        one[4] = 9;
        byte[] two = new byte[Share.SIZE];
        two[0] = 2;
        two[4] = 5;
        add("shares/SharesFuzzTest/shares", "two", concat(new byte[] {2}, concat(one, two)));
        add("shares/SharesFuzzTest/shares", "full", concat(new byte[] {1}, new byte[Share.SIZE]));
        Bytes sealed = Bytes.wrap(new byte[32]); // the target seals it
        for (var historical :
                List.of(
                        new HistoricalLedgerSecret(1L, null),
                        new HistoricalLedgerSecret(
                                null, new HistoricalLedgerSecret.Previous(sealed, null, 1)),
                        new HistoricalLedgerSecret(
                                484L, new HistoricalLedgerSecret.Previous(sealed, 18L, 5)))) {
            add(
                    "shares/SharesFuzzTest/historicalSecret",
                    historical.nextVersion() == null ? "rekey" : "next-" + historical.nextVersion(),
                    historical.toJson().toArray());
        }
    }

    private void addSecretTables() {
        Bytes secret = Bytes.wrap(new byte[256]);
        TreeMap<String, List<EncryptedLedgerSecrets.Secret>> byNode = new TreeMap<>();
        byNode.put("aa", List.of(new EncryptedLedgerSecrets.Secret(secret, null, null)));
        add(
                "shares/SharesFuzzTest/encryptedSecrets",
                "rekey",
                new EncryptedLedgerSecrets(byNode).toJson().toArray());
        byNode.put("bb", List.of(new EncryptedLedgerSecrets.Secret(secret, 18L, 5L)));
        add(
                "shares/SharesFuzzTest/encryptedSecrets",
                "recovery",
                new EncryptedLedgerSecrets(byNode).toJson().toArray());
        add(
                "shares/SharesFuzzTest/submittedShare",
                "sealed",
                new SubmittedShare(Bytes.wrap(new byte[72])).toJson().toArray());
    }

    private void addNames() {
        String file = "files/ChunkFileFuzzTest/name";
        for (String name :
                List.of(
                        "ledger_1",
                        "ledger_12-345.committed",
                        "ledger_7.recovery",
                        "ledger_7-9.committed.recovery.ignored")) {
            add(file, name, name);
        }
        add("NamesFuzzTest/txId", "small", "2.16");
        add("NamesFuzzTest/txId", "largest", "9223372036854775807.9223372036854775807");
        add("NamesFuzzTest/hexadecimal", "digest", Digest.sha256(new byte[0]).hex());
        add("NamesFuzzTest/time", "utc", "211019154318Z");
        add("NamesFuzzTest/time", "generalized", "20211019154318Z");
        add("NamesFuzzTest/time", "iso", "2021-10-19T15:43:18.123456+02:30");
        add("crypto/CertificateFuzzTest/alternativeName", "dns", "dNSName:node.example.com");
        add("crypto/CertificateFuzzTest/alternativeName", "ip", "iPAddress:127.0.0.1");
        add(
                "NamesFuzzTest/json",
                "value",
                "{\"a\":[1,-2.5e+3,true,null,\"\\u00e9\\n\"],\"b\":{\"c\":12345678901234567890}}");
    }

    private void addSnapshots(Path scratch) throws IOException {
        String target = "snapshot/SnapshotFuzzTest/";
        add(target + "file", "verifiable", SnapshotSeeds.verifiable(newFolder(scratch, "a")));
        add(
                target + "privateDomain",
                "two-maps",
                SnapshotSeeds.privateDomain(newFolder(scratch, "b")));
        add(target + "name", "committed", "snapshot_100_105.committed");
        add(target + "name", "written", "snapshot_100_105");
    }

    /** Rows of built-in tables, as they stand in ledgers. */
    private void addTables() {
        String target = "audit/AuditFuzzTest/tables";
        Bytes id = Bytes.utf8(FuzzKeys.P256.publicKey().idHex());
        Bytes member = Bytes.utf8(ledger.member().fingerprint().hex());
        Bytes memberPem = Bytes.utf8(ledger.member().pem());
        String history =
                "{\"cose_sign1_req\":\""
                        + Base64.getEncoder().encodeToString(ledger.governanceMessage("ack", null))
                        + "\"}";
        add(target, "opened", AuditSeeds.opened().bytes());
        add(
                target,
                "member",
                new AuditSeeds()
                        .put(TableNames.MEMBERS_CERTS, member, memberPem)
                        .put(TableNames.MEMBERS_INFO, member, Bytes.utf8("{\"status\":\"Active\"}"))
                        .put("public:ccf.gov.cose_history", member, Bytes.utf8(history))
                        .put("public:ccf.gov.members.acks", member, Bytes.utf8(history))
                        .bytes());
        add(
                target,
                "nodes",
                new AuditSeeds()
                        .put(TableNames.NODES_INFO, id, Bytes.utf8("{\"status\":\"Retired\"}"))
                        .put(
                                TableNames.NODES_ENDORSED_CERTIFICATES,
                                id,
                                Bytes.utf8(ledger.node().pem()))
                        .bytes());
        add(
                target,
                "proposal",
                new AuditSeeds()
                        .put(TableNames.PROPOSALS, id, Bytes.utf8("{\"actions\":[]}"))
                        .put(
                                TableNames.PROPOSALS_INFO,
                                id,
                                Bytes.utf8(
                                        "{\"proposer_id\":\""
                                                + member.utf8()
                                                + "\",\"state\":\"Accepted\",\"ballots\":{}}"))
                        .put("public:ccf.gov.cose_recent_proposals", "\"" + id.utf8() + "\"")
                        .bytes());
        addTablesOfSecrets(target);
    }

    private void addTablesOfSecrets(String target) {
        add(
                target,
                "secrets",
                new AuditSeeds()
                        .put(TableNames.SERVICE_CONFIG, "{\"recovery_threshold\":1}")
                        .put(TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET, "{\"next_version\":1}")
                        .put(
                                TableNames.RECOVERY_SHARES,
                                new RecoveryShares(new TreeMap<>(), 1L, Bytes.wrap(new byte[60]))
                                        .toJson()
                                        .utf8())
                        .bytes());
        add(
                target,
                "endorsement",
                new AuditSeeds()
                        .put(
                                TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT,
                                ledger.firstEndorsement().toJson().utf8())
                        .bytes());
    }

    private static Path newFolder(Path parent, String name) throws IOException {
        return Files.createDirectory(parent.resolve(name));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
