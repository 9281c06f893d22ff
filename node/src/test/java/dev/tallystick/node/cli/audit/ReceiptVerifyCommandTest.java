package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** On receipts that a CCF service gave out. */
class ReceiptVerifyCommandTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data"), "ccf7-service");
    private static final Path SERVICE_CERTIFICATE = SERVICE.resolve("service_cert.pem");

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void needData() {
        assumeTrue(Files.exists(SERVICE), "no recorded service at " + SERVICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"private_write", "public_write_claims", "signature_tx", "historical_100"})
    void aReceiptOfTheServiceIsValid(String name) {
        assertEquals(0, verify(receipt(name), SERVICE_CERTIFICATE), console.err());
        assertTrue(console.out().startsWith("The receipt is valid.\n"), console.out());
        assertEquals("", console.err());
    }

    @Test
    void theTransactionIsNamed() {
        verify(receipt("historical_100"), SERVICE_CERTIFICATE);
        assertTrue(console.out().contains("  transaction        2.86\n"), console.out());
    }

    @ParameterizedTest
    @CsvSource({
        "/leaf_components/commit_evidence, ce:2.1:0000, its leaf",
        "/leaf_components/claims_digest, " + ZEROS + ", its signature",
        "/node_id, " + ZEROS + ", its node id",
    })
    void theFailedCheckIsNamed(String pointer, String value, String check) throws Exception {
        JsonNode answer = Json.parse(Files.readString(receipt("public_write_claims")));
        JsonNode json = answer.get("receipt");
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        ((ObjectNode) json.at(parent)).put(pointer.substring(parent.length() + 1), value);
        Path forged = Files.writeString(folder.resolve("forged.json"), json.toString());
        assertEquals(1, verify(forged, SERVICE_CERTIFICATE));
        assertTrue(
                console.err()
                        .startsWith(
                                "tally receipt verify: the receipt is not valid: the check of "
                                        + check
                                        + " failed: "),
                console.err());
        assertEquals(1, console.err().lines().count(), console.err());
        assertEquals("", console.out());
    }

    private static final String ZEROS =
            "0000000000000000000000000000000000000000000000000000000000000000";

    @Test
    void anotherServiceIsRefused() {
        Path other = SERVICE.resolve("recovered_node/service_cert.pem");
        assertEquals(1, verify(receipt("private_write"), other));
        assertTrue(console.err().contains("the service's endorsement failed"), console.err());
    }

    @Test
    void aCertificateThatIsNoTextIsNamed() throws Exception {
        Path binary = Files.write(folder.resolve("binary.pem"), new byte[] {(byte) 0xff, 0x00});
        assertEquals(2, verify(receipt("private_write"), binary));
        assertTrue(console.err().contains(binary + " is no PEM certificate: "), console.err());
    }

    @Test
    void aFileThatIsAFolderIsNamed() {
        assertEquals(2, verify(receipt("private_write"), folder));
        assertTrue(
                console.err().contains("cannot read " + folder + ": it is a folder"),
                console.err());
    }

    @Test
    void filesThatAreNoReceiptOrNoCertificateAreNamed() throws Exception {
        Path noJson = Files.writeString(folder.resolve("no.json"), "receipt");
        assertEquals(2, verify(noJson, SERVICE_CERTIFICATE));
        assertTrue(console.err().contains(noJson + " is no receipt: "), console.err());
        Path torn = Files.writeString(folder.resolve("torn.json"), "{\"cert\":");
        assertEquals(1, verify(torn, SERVICE_CERTIFICATE));
        assertTrue(console.err().contains("the check of its form failed: not JSON"), console.err());
        assertEquals(2, verify(receipt("private_write"), noJson));
        assertTrue(console.err().contains(noJson + " is no PEM certificate: "), console.err());
        assertEquals(2, verify(folder.resolve("absent"), SERVICE_CERTIFICATE));
        assertTrue(
                console.err().contains("cannot read " + folder.resolve("absent")), console.err());
    }

    @Test
    void aCoseReceiptOfTheServiceIsValid() {
        Path logging = SERVICE.resolve("logging_app");
        String file = logging.resolve("private.cose_receipt.200.cose").toString();
        String certificate = logging.resolve("service_cert.pem").toString();
        assertEquals(0, verify(file, "--service-cert", certificate), console.err());
        assertTrue(console.out().contains("  transaction        2.58\n"), console.out());
        assertTrue(console.out().contains("  issuer             service.example.com\n"));

        String other = SERVICE_CERTIFICATE.toString();
        assertEquals(1, verify(file, "--service-cert", other, "--output", "json"));
        JsonNode json = Json.parse(console.out());
        assertEquals("header", json.get("check").stringValue());
        assertFalse(json.get("valid").booleanValue());
    }

    @Test
    void claimsThatTheReceiptDoesNotCarryAreGiven() {
        Path logging = SERVICE.resolve("logging_app");
        String file = logging.resolve("public_claims.historical_receipt.200.json").toString();
        String certificate = logging.resolve("service_cert.pem").toString();
        assertEquals(1, verify(file, "--service-cert", certificate));
        assertTrue(console.err().contains("the verifier must supply it"), console.err());
        String claims = "26b0d849c3c400c900227e32cc7c4d983265250b1052541862ca48ea1d30775d";
        assertEquals(
                0, verify(file, "--service-cert", certificate, "--claims", claims), console.err());
        assertEquals(1, verify(file, "--service-cert", certificate, "--claims", ZEROS));
        assertEquals(2, verify(file, "--service-cert", certificate, "--claims", "zero"));
    }

    @Test
    void theEntryInALedgerIsCompared() {
        String certificate = SERVICE_CERTIFICATE.toString();
        String file = receipt("private_write").toString();
        String ledger = SERVICE.resolve("node0/ledger").toString();
        assertEquals(
                0, verify(file, "--service-cert", certificate, "--ledger", ledger), console.err());
        assertTrue(console.out().contains("/node0/ledger/ledger_11-78.committed"), console.out());
        String other = SERVICE.resolve("logging_app/ledger").toString();
        assertEquals(1, verify(file, "--service-cert", certificate, "--ledger", other));
        assertTrue(
                console.err().contains("the comparison with the ledger failed: the entry of 2.52"),
                console.err());
        String signature = receipt("signature_tx").toString();
        assertEquals(2, verify(signature, "--service-cert", certificate, "--ledger", ledger));
    }

    @Test
    void aReceiptFromBeforeARecoveryNeedsEndorsements() throws Exception {
        String recovered = SERVICE.resolve("recovered_node/service_cert.pem").toString();
        JsonNode answer =
                Json.parse(Files.readString(SERVICE.resolve("recovery/receipt_before.json")));
        String endorsement = answer.get("service_endorsements").get(0).stringValue();
        String pem = Files.writeString(folder.resolve("endorsement.pem"), endorsement).toString();
        ((ObjectNode) answer).remove("service_endorsements");
        Path file = Files.writeString(folder.resolve("bare.json"), answer.toString());

        assertEquals(1, verify(file.toString(), "--service-cert", recovered));
        assertTrue(console.err().contains("needs endorsements"), console.err());
        assertEquals(
                0,
                verify(file.toString(), "--service-cert", recovered, "--endorsements", pem),
                console.err());
    }

    @Test
    void exactlyOneReceiptIsNamed() {
        String certificate = SERVICE_CERTIFICATE.toString();
        assertEquals(2, verify("--service-cert", certificate));
        String file = receipt("private_write").toString();
        assertEquals(2, verify(file, "--receipt", file, "--service-cert", certificate));
        assertTrue(console.err().contains("name one receipt"), console.err());
    }

    private int verify(String... args) {
        List<String> all = new ArrayList<>(List.of("receipt", "verify"));
        all.addAll(List.of(args));
        return console.run(all.toArray(String[]::new));
    }

    private int verify(Path receipt, Path certificate) {
        return console.run(
                "receipt",
                "verify",
                "--receipt",
                receipt.toString(),
                "--service-cert",
                certificate.toString());
    }

    private static Path receipt(String name) {
        return SERVICE.resolve("receipts").resolve(name + ".json");
    }
}
