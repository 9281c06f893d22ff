package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.receipt.ReceiptUnavailableException.Reason;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Receipts made from recorded ledgers, compared with those that the services gave. */
class ReceiptMakerTest {
    private static final String CCF7 = "ccf7-service/";
    private static final String RECOVERED = CCF7 + "recovered_node/ledger";
    private static final String LOGGING = CCF7 + "logging_app/";
    private static final Map<String, LedgerSecrets> SECRETS = new HashMap<>();

    static ReceiptMaker maker(String ledger, LedgerSecrets secrets) throws IOException {
        LedgerChunks chunks = LedgerChunks.of(List.of(RecordedServices.path(ledger)));
        return new ReceiptMaker(new LedgerLookup(chunks), secrets);
    }

    static LedgerSecrets secrets(String ledger) {
        return SECRETS.computeIfAbsent(
                ledger,
                directory ->
                        RecordedSecrets.recover(
                                RecordedLedger.entries(directory),
                                directory.startsWith(CCF7)
                                        ? CCF7 + "keys"
                                        : directory.replace("/ledger", "/common"),
                                directory.contains("eol")
                                        ? 3
                                        : directory.contains("flip") ? 1 : 2));
    }

    private static Certificate certificate(String file) {
        return Certificate.fromPem(RecordedServices.text(file));
    }

    @TestFactory
    List<DynamicTest> eachRecordedReceiptIsMadeAgain() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : RecordedServices.files(CCF7 + "receipts")) {
            add(tests, CCF7 + "node0/ledger", "receipts/" + file.getFileName());
        }
        for (String name : List.of("receipt_before", "receipt_after")) {
            add(tests, RECOVERED, "recovery/" + name + ".json");
        }
        for (String name :
                List.of(
                        "private.receipt",
                        "public_claims.receipt",
                        "public_no_claims.receipt",
                        "public_claims.historical_receipt.200")) {
            add(tests, LOGGING + "ledger", "logging_app/" + name + ".json");
        }
        return tests;
    }

    private static void add(List<DynamicTest> tests, String ledger, String file) {
        tests.add(DynamicTest.dynamicTest(file, () -> assertMadeAgain(ledger, CCF7 + file)));
    }

    private static void assertMadeAgain(String ledger, String file) throws IOException {
        JsonNode answer = RecordedServices.json(file);
        ObjectNode given = (ObjectNode) (answer.has("receipt") ? answer.get("receipt") : answer);
        given.remove("service_endorsements");
        try (ReceiptMaker maker = maker(ledger, secrets(ledger))) {
            Receipt made = maker.make(txId(answer, given));
            boolean isWithoutClaims =
                    given.has("leaf_components")
                            && !given.get("leaf_components").has("claims_digest");
            Receipt form = isWithoutClaims ? made.withoutClaims() : made;
            assertEquals(
                    Json.canonical(given),
                    Json.canonical(
                            given.has("is_signature_transaction")
                                    ? form.toScriptJson()
                                    : form.toJson()));
        }
    }

    private static TxId txId(JsonNode answer, JsonNode receipt) {
        for (String name : List.of("transaction_id", "transactionId")) {
            if (answer.has(name)) {
                return TxId.parse(answer.get(name).stringValue());
            }
        }
        String evidence = receipt.get("leaf_components").get("commit_evidence").stringValue();
        return CommitEvidence.txId(evidence).orElseThrow();
    }

    @Test
    void everyAnswerInTheTranscriptsThatIsAReceiptIsMadeAgain() throws IOException {
        int count = 0;
        for (String folder : List.of("", "logging_app/")) {
            String ledger = CCF7 + (folder.isEmpty() ? "recovered_node/" : folder) + "ledger";
            try (ReceiptMaker maker = maker(ledger, secrets(ledger))) {
                for (JsonNode line :
                        RecordedServices.jsonLines(CCF7 + folder + "transcript.jsonl")) {
                    String path = line.get("path").stringValue();
                    if (path.contains("/receipt?transaction_id=")
                            && line.get("status").intValue() == 200) {
                        JsonNode body = line.get("body");
                        ObjectNode given =
                                (ObjectNode)
                                        (body.isString() ? Json.parse(body.stringValue()) : body);
                        given.remove("service_endorsements");
                        TxId txId = TxId.parse(path.substring(path.indexOf('=') + 1));
                        assertEquals(
                                Json.canonical(given),
                                Json.canonical(maker.make(txId).toJson()),
                                path);
                        count++;
                    }
                }
            }
        }
        assertTrue(count >= 10, "only " + count);
    }

    @TestFactory
    List<DynamicTest> eachRecordedCoseReceiptIsMadeAgainToTheByte() {
        JsonNode transactions = RecordedServices.json(LOGGING + "transactions.json");
        return transactions.propertyNames().stream()
                .map(
                        name ->
                                DynamicTest.dynamicTest(
                                        name,
                                        () ->
                                                assertCoseMadeAgain(
                                                        name,
                                                        TxId.parse(
                                                                transactions
                                                                        .get(name)
                                                                        .stringValue()))))
                .toList();
    }

    private static void assertCoseMadeAgain(String name, TxId txId) throws IOException {
        byte[] given =
                Files.readAllBytes(
                        RecordedServices.path(LOGGING + name + ".cose_receipt.200.cose"));
        String signature =
                RecordedServices.json(LOGGING + name + ".cose_signature.200.json")
                        .get("cose_signature")
                        .stringValue();
        try (ReceiptMaker maker = maker(LOGGING + "ledger", secrets(LOGGING + "ledger"))) {
            CoseReceipt made = maker.makeCose(txId);
            assertArrayEquals(given, made.encode());
            assertEquals(
                    signature,
                    Base64.getEncoder().encodeToString(made.signature().cose().encode()));
            ServiceKeys keys = ServiceKeys.of(certificate(LOGGING + "service_cert.pem"));
            var proven = CoseReceiptVerifier.verify(CoseReceipt.parse(given), keys);
            assertEquals(txId, proven.transactions().getFirst().txId());
            assertEquals("service.example.com", proven.claims().issuer());
        }
    }

    @Test
    void everyTransactionOfEveryServiceHasAReceiptThatVerifies() throws IOException {
        assertEveryReceiptVerifies(CCF7 + "node0/ledger", CCF7 + "node0/service_cert.pem", 0);
        assertEveryReceiptVerifies(RECOVERED, CCF7 + "recovered_node/service_cert.pem", 326);
        assertEveryReceiptVerifies(LOGGING + "ledger", LOGGING + "service_cert.pem", 0);
        String flipflop = "ccf-services/cose_flipflop_service/";
        assertEveryReceiptVerifies(flipflop + "ledger", flipflop + "common/service_cert.pem", 0);
    }

    private static void assertEveryReceiptVerifies(String ledger, String service, int endorsed)
            throws IOException {
        Certificate certificate = certificate(service);
        try (ReceiptMaker maker = maker(ledger, secrets(ledger))) {
            List<Entry> entries = RecordedLedger.entries(ledger);
            while (!entries.getLast().isSignature()) {
                entries = entries.subList(0, entries.size() - 1);
            }
            for (Entry entry : entries) {
                ServiceKeys keys = ServiceKeys.of(certificate);
                if (entry.txId().seqno() <= endorsed) {
                    keys = keys.withEndorsements(maker.endorsementsFor(entry.txId()));
                    assertEquals(2, keys.epochs().size());
                }
                Receipt receipt = maker.make(entry);
                var proven = ReceiptVerifier.verify(receipt, keys, null);
                assertEquals(
                        receipt,
                        Receipt.parse(Bytes.utf8(Json.compact(receipt.toScriptJson())).toArray()));
                if (!entry.isSignature()) {
                    assertEquals(entry.txId(), proven.txId());
                    assertEquals(entry.writeSetDigest(), proven.writeSetDigest());
                }
            }
        }
    }

    @Test
    void entriesOfOldReleasesHaveAReceiptOfTheOldFormWithoutSecrets() throws IOException {
        String ledger = "ccf-services/eol_service/ledger";
        int old = 0;
        try (ReceiptMaker maker = maker(ledger, secrets(ledger))) {
            for (Entry entry : RecordedLedger.entries(ledger)) {
                if (entry.txId().seqno() > 490) {
                    break;
                }
                Receipt receipt = maker.make(entry);
                Certificate node = Certificate.fromPem(receipt.certificatePem());
                assertEquals(receipt.nodeId(), node.publicKey().idHex());
                boolean isOld = entry.type() == EntryType.WRITE_SET;
                if (isOld && !entry.isSignature()) {
                    assertEquals(new Receipt.Leaf.Plain(entry.writeSetDigest()), receipt.leaf());
                    assertTrue(receipt.toJson().has("leaf"), "not the old form");
                    old++;
                }
            }
        }
        assertTrue(old > 20, "only " + old);
    }

    @Test
    void whatCannotBeProvedIsRefusedWithTheReason() throws IOException {
        String ledger = CCF7 + "node0/ledger";
        LedgerSecrets secrets = secrets(ledger);
        assertUnavailable(ledger, secrets, new TxId(3, 52), Reason.OTHER_VIEW, "seqno 52 is 2.52");
        assertUnavailable(
                ledger, secrets, new TxId(2, 9999), Reason.NOT_IN_LEDGER, "holds seqnos 1 to ");
        assertUnavailable(
                ledger, LedgerSecrets.NONE, new TxId(2, 52), Reason.NO_SECRET, "give member keys");
        assertUnavailable(
                ledger,
                secrets(LOGGING + "ledger"),
                new TxId(2, 52),
                Reason.NO_SECRET,
                "is not from the secret valid from 1");
    }

    private static void assertUnavailable(
            String ledger, LedgerSecrets secrets, TxId txId, Reason reason, String message)
            throws IOException {
        try (ReceiptMaker maker = maker(ledger, secrets)) {
            var e = assertThrows(ReceiptUnavailableException.class, () -> maker.make(txId));
            assertEquals(reason, e.reason(), e::getMessage);
            assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
        }
    }

    @Test
    void whatHasNoCoseReceiptIsRefusedWithTheReason() throws IOException {
        String flipflop = "ccf-services/cose_flipflop_service/ledger";
        try (ReceiptMaker maker = maker(flipflop, secrets(flipflop))) {
            List<Reason> reasons = new ArrayList<>();
            int made = 0;
            for (Entry entry : RecordedLedger.entries(flipflop)) {
                try {
                    CoseReceipt receipt = maker.makeCose(entry.txId());
                    var keys =
                            ServiceKeys.of(
                                    certificate(
                                            "ccf-services/cose_flipflop_service/common/service_cert.pem"));
                    assertEquals(
                            entry.txId(),
                            CoseReceiptVerifier.verify(receipt, keys)
                                    .transactions()
                                    .getFirst()
                                    .txId());
                    made++;
                } catch (ReceiptUnavailableException e) {
                    reasons.add(e.reason());
                }
            }
            assertTrue(made > 0 && reasons.contains(Reason.NO_COSE_SIGNATURE), "" + reasons);
            assertTrue(reasons.contains(Reason.NO_SUCH_FORM), "" + reasons);
        }
    }

    @Test
    void aTransactionAfterTheLastSignatureIsSaidToBeUnsigned(@TempDir Path temp)
            throws IOException {
        Path complete = RecordedServices.path(CCF7 + "node0/ledger/ledger_1-10.committed");
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(complete)).order(ByteOrder.LITTLE_ENDIAN);
        int tenthEntry = bytes.getInt((int) bytes.getLong(0) + 9 * Integer.BYTES);
        bytes.putLong(0, 0);
        Files.write(temp.resolve("ledger_1"), Arrays.copyOf(bytes.array(), tenthEntry + 30));
        LedgerLookup torn = new LedgerLookup(LedgerChunks.of(List.of(temp)));
        try (ReceiptMaker maker = new ReceiptMaker(torn, secrets(CCF7 + "node0/ledger"))) {
            assertEquals(9, torn.lastSeqno());
            var e =
                    assertThrows(
                            ReceiptUnavailableException.class, () -> maker.make(new TxId(2, 9)));
            assertEquals(Reason.NOT_YET_SIGNED, e.reason());
        }
    }
}
