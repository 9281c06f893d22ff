package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerklePath;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@Tag("crypto")
class ReceiptTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");

    private static Certificate service(String file) {
        return Certificate.fromPem(RecordedServices.text("ccf7-service/" + file));
    }

    private static Receipt recorded(String file) {
        JsonNode json = RecordedServices.json("ccf7-service/" + file);
        return Receipt.fromJson(json.has("receipt") ? json.get("receipt") : json);
    }

    @TestFactory
    List<DynamicTest> recordedReceiptsVerify() {
        List<DynamicTest> tests = new ArrayList<>();
        for (var file : RecordedServices.files("ccf7-service/receipts")) {
            String name = "receipts/" + file.getFileName();
            for (String certificate :
                    List.of("node0/service_cert.pem", "service_cert_renewed.pem")) {
                tests.add(DynamicTest.dynamicTest(name, () -> assertVerifies(name, certificate)));
            }
        }
        for (String name :
                List.of("private.receipt", "public_claims.receipt", "public_no_claims.receipt")) {
            String file = "logging_app/" + name + ".json";
            tests.add(
                    DynamicTest.dynamicTest(
                            name, () -> assertVerifies(file, "logging_app/service_cert.pem")));
        }
        for (String name : List.of("receipt_before", "receipt_after")) {
            String file = "recovery/" + name + ".json";
            tests.add(
                    DynamicTest.dynamicTest(
                            name, () -> assertVerifies(file, "recovered_node/service_cert.pem")));
        }
        return tests;
    }

    private static void assertVerifies(String file, String certificate) {
        Receipt receipt = recorded(file);
        ReceiptVerifier.Proven proven = ReceiptVerifier.verify(receipt, service(certificate));
        JsonNode txId = RecordedServices.json("ccf7-service/" + file).path("transaction_id");
        if (proven.txId() != null && txId.isString()) {
            assertEquals(TxId.parse(txId.stringValue()), proven.txId());
        }
        assertEquals(receipt, Receipt.fromJson(Json.parse(Json.canonical(receipt.toJson()))));
    }

    @Test
    void theWrittenFormIsCcfs() {
        for (String file : List.of("recovery/receipt_before.json", "recovery/receipt_after.json")) {
            String text = RecordedServices.text("ccf7-service/" + file);
            assertEquals(text, Json.canonical(Receipt.fromJson(Json.parse(text)).toJson()));
        }
    }

    @Test
    void aReceiptWithoutClaimsNeedsThemFromTheVerifier() {
        Receipt receipt = recorded("logging_app/public_claims.historical_receipt.200.json");
        Certificate service = service("logging_app/service_cert.pem");
        var components = (Receipt.Leaf.Components) receipt.leaf();
        assertNull(components.claimsDigest());
        assertFails(ReceiptCheck.LEAF, receipt, service);
        Digest claims = Digest.sha256("public with claim".getBytes(StandardCharsets.UTF_8));
        assertNotNull(ReceiptVerifier.verify(receipt, service, claims).txId());
        ReceiptException e =
                assertThrows(
                        ReceiptException.class,
                        () -> ReceiptVerifier.verify(receipt, service, Digest.ZERO));
        assertEquals(ReceiptCheck.SIGNATURE, e.check());
    }

    @Test
    void aReceiptForNoClaimsDoesNotProveAny() {
        Receipt ofTransaction = recorded("logging_app/public_claims.receipt.json");
        Certificate service = service("logging_app/service_cert.pem");
        ReceiptVerifier.Proven proven = ReceiptVerifier.verify(ofTransaction, service);
        Receipt ofSignature =
                new Receipt(
                        ofTransaction.certificatePem(),
                        ofTransaction.nodeId(),
                        new Receipt.Leaf.Plain(proven.root()),
                        new MerklePath(List.of()),
                        ofTransaction.signature(),
                        List.of());
        assertEquals(proven.root(), ReceiptVerifier.verify(ofSignature, service).root());
        Digest claims = Digest.sha256("anything".getBytes(StandardCharsets.UTF_8));
        ReceiptException e =
                assertThrows(
                        ReceiptException.class,
                        () -> ReceiptVerifier.verify(ofSignature, service, claims));
        assertEquals(ReceiptCheck.LEAF, e.check());
    }

    private static void assertFails(ReceiptCheck check, Receipt receipt, Certificate service) {
        ReceiptException e =
                assertThrows(
                        ReceiptException.class, () -> ReceiptVerifier.verify(receipt, service));
        assertEquals(check, e.check(), e::getMessage);
    }

    @Test
    void eachMutatedPartFailsWithItsCheck() {
        Certificate service = service("node0/service_cert.pem");
        Receipt good = recorded("receipts/public_write_claims.json");
        var leaf = (Receipt.Leaf.Components) good.leaf();
        Digest claims = leaf.claimsDigest();

        assertFails(
                ReceiptCheck.SIGNATURE,
                with(good, components(Digest.ZERO, leaf.commitEvidence(), claims)),
                service);
        assertFails(
                ReceiptCheck.LEAF,
                with(good, components(leaf.writeSetDigest(), "ce:2.86:", claims)),
                service);
        String otherEvidence = leaf.commitEvidence().replace("ce:2.86", "ce:2.87");
        assertFails(
                ReceiptCheck.SIGNATURE,
                with(good, components(leaf.writeSetDigest(), otherEvidence, claims)),
                service);
        assertFails(
                ReceiptCheck.SIGNATURE,
                with(good, components(leaf.writeSetDigest(), leaf.commitEvidence(), Digest.ZERO)),
                service);
        for (int i = 0; i < good.proof().steps().size(); i++) {
            List<MerklePath.Step> steps = new ArrayList<>(good.proof().steps());
            MerklePath.Step step = steps.get(i);
            steps.set(i, new MerklePath.Step(!step.left(), step.digest()));
            assertFails(ReceiptCheck.SIGNATURE, with(good, new MerklePath(steps)), service);
            steps.set(i, new MerklePath.Step(step.left(), Digest.ZERO));
            assertFails(ReceiptCheck.SIGNATURE, with(good, new MerklePath(steps)), service);
            steps.remove(i);
            assertFails(ReceiptCheck.SIGNATURE, with(good, new MerklePath(steps)), service);
        }
        assertFails(ReceiptCheck.NODE_ID, withNode(good, "0".repeat(64)), service);
        assertFails(ReceiptCheck.ENDORSEMENT, good, service("recovered_node/service_cert.pem"));
        Receipt foreign = good.withServiceEndorsements(List.of(service.pem()));
        assertNotNull(
                ReceiptVerifier.verify(foreign, service).txId(),
                "the service endorsing itself is harmless");
        assertFails(
                ReceiptCheck.ENDORSEMENT,
                good.withServiceEndorsements(
                        List.of(service("recovered_node/service_cert.pem").pem())),
                service);
        assertFails(
                ReceiptCheck.ENDORSEMENT,
                good.withServiceEndorsements(List.of("nonsense")),
                service);
    }

    @Test
    void anEarlierServiceIsTrustedOnlyThroughItsEndorsement() {
        Receipt before = recorded("recovery/receipt_before.json");
        Certificate recovered = service("recovered_node/service_cert.pem");
        assertFails(ReceiptCheck.ENDORSEMENT, before.withServiceEndorsements(List.of()), recovered);
        assertFails(ReceiptCheck.ENDORSEMENT, before, service("node0/service_cert.pem"));
    }

    private static Receipt.Leaf components(
            Digest writeSet, String evidence, @org.jspecify.annotations.Nullable Digest claims) {
        return new Receipt.Leaf.Components(writeSet, evidence, claims);
    }

    private static Receipt with(Receipt r, Receipt.Leaf leaf) {
        return new Receipt(
                r.certificatePem(),
                r.nodeId(),
                leaf,
                r.proof(),
                r.signature(),
                r.serviceEndorsements());
    }

    private static Receipt with(Receipt r, MerklePath proof) {
        return new Receipt(
                r.certificatePem(),
                r.nodeId(),
                r.leaf(),
                proof,
                r.signature(),
                r.serviceEndorsements());
    }

    private static Receipt withNode(Receipt r, String node) {
        return new Receipt(
                r.certificatePem(),
                node,
                r.leaf(),
                r.proof(),
                r.signature(),
                r.serviceEndorsements());
    }

    @Test
    void aBuiltReceiptVerifies() {
        EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
        Certificate service = CertificateIssuer.selfSignedService(serviceKey, "CN=S", NOW, 1);
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        String csr = CertificateIssuer.csr(key, "CN=N", List.of());
        Certificate node =
                CertificateIssuer.endorse(csr, serviceKey, service, Validity.of(service));
        SigningIdentity identity = new SigningIdentity(key, node, serviceKey, "i", "s", () -> NOW);
        LedgerSecret secret = LedgerSecret.random(1);
        MerkleTree tree = new MerkleTree();
        List<Entry> entries = new ArrayList<>();
        for (int seqno = 1; seqno <= 11; seqno++) {
            WriteSet writes =
                    WriteSet.of(MapWrites.put("m", Bytes.utf8("k" + seqno), Bytes.utf8("v")));
            Entry entry = append(new TxId(2, seqno), writes, secret);
            entries.add(entry);
            tree.append(entry.leaf());
            if (seqno == 5) {
                tree.flushTo(5);
            }
        }
        TxId signatureId = new TxId(2, 12);
        Entry signatureEntry =
                append(
                        signatureId,
                        SignatureTransaction.writes(
                                signatureId, tree.root(), tree.serialise(), identity),
                        secret);
        SignatureTransaction covering = SignatureTransaction.from(signatureEntry).orElseThrow();

        for (Entry entry : entries.subList(4, 11)) {
            Receipt receipt = ReceiptBuilder.build(entry, secret, covering);
            assertEquals(entry.txId(), ReceiptVerifier.verify(receipt, service).txId());
        }
        assertEquals(
                tree.root(),
                ReceiptVerifier.verify(ReceiptBuilder.build(covering), service).root());
        assertThrows(
                LedgerFormatException.class,
                () -> ReceiptBuilder.build(entries.get(2), secret, covering));
        assertThrows(
                IllegalStateException.class,
                () -> ReceiptBuilder.build(entries.get(8), LedgerSecret.random(1), covering));
    }

    private static Entry append(TxId txId, WriteSet writes, LedgerSecret secret) {
        return new EntryDecoder()
                .decodePublic(
                        new EntryEncoder()
                                .encode(txId, EntryFlags.NONE, writes, Digest.ZERO, secret)
                                .bytes());
    }

    @Test
    void mutatedReceiptsNeverRaiseAnythingElseAndNeverProveAnotherTransaction() {
        String text = RecordedServices.text("ccf7-service/recovery/receipt_before.json");
        Certificate service = service("recovered_node/service_cert.pem");
        ReceiptVerifier.Proven proven =
                ReceiptVerifier.verify(Receipt.fromJson(Json.parse(text)), service);
        Random random = new Random(13);
        int refused = 0;
        for (int round = 0; round < 600; round++) {
            StringBuilder mutated = new StringBuilder(text);
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 ->
                        mutated.setCharAt(
                                at, (char) (mutated.charAt(at) ^ (1 << random.nextInt(7))));
                case 1 -> mutated.deleteCharAt(at);
                default -> mutated.insert(at, (char) (32 + random.nextInt(95)));
            }
            try {
                Receipt receipt = Receipt.fromJson(Json.parse(mutated.toString()));
                assertEquals(proven, ReceiptVerifier.verify(receipt, service));
            } catch (LedgerFormatException | ReceiptException e) {
                refused++;
            }
        }
        assertTrue(refused > 500, "only " + refused + " were refused");
    }
}
