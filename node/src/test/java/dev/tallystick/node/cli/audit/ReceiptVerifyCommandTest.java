package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        assertTrue(console.out().contains("  transaction  2.86\n"), console.out());
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
        Path noJson = Files.writeString(folder.resolve("no.json"), "{");
        assertEquals(2, verify(noJson, SERVICE_CERTIFICATE));
        assertTrue(console.err().contains(noJson + " is no receipt: "), console.err());
        assertEquals(2, verify(receipt("private_write"), noJson));
        assertTrue(console.err().contains(noJson + " is no PEM certificate: "), console.err());
        assertEquals(2, verify(folder.resolve("absent"), SERVICE_CERTIFICATE));
        assertTrue(
                console.err().contains("cannot read " + folder.resolve("absent")), console.err());
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
