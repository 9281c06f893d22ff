package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Receipts made from recorded ledgers, and {@code tally receipt show} of them. */
class ReceiptMakeCommandTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data"), "ccf7-service");
    private static final String RECOVERED = SERVICE.resolve("recovered_node/ledger").toString();
    private static final String LOGGING = SERVICE.resolve("logging_app/ledger").toString();

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void needData() {
        assumeTrue(Files.exists(SERVICE), "no recorded service at " + SERVICE);
    }

    /** With the keys of the members whose shares are needed. */
    private int make(String... args) {
        List<String> all = new ArrayList<>(List.of("receipt", "make"));
        all.addAll(List.of(args));
        for (int member = 0; member < 2; member++) {
            all.add("--member-key");
            all.add(SERVICE.resolve("keys/member" + member + "_enc_privk.pem").toString());
        }
        return console.run(all.toArray(String[]::new));
    }

    @Test
    void theReceiptIsTheOneThatTheServiceGave() throws Exception {
        assertEquals(0, make("2.52", SERVICE.resolve("node0/ledger").toString()), console.err());
        JsonNode given =
                Json.parse(Files.readString(SERVICE.resolve("receipts/private_write.json")));
        assertEquals(given.get("receipt"), Json.parse(console.out()));
    }

    @Test
    void theCoseReceiptIsTheOneThatTheServiceGave() throws Exception {
        byte[] given =
                Files.readAllBytes(SERVICE.resolve("logging_app/private.cose_receipt.200.cose"));
        Path file = folder.resolve("made.cose");
        assertEquals(0, make("2.58", LOGGING, "--cose", "--out", file.toString()), console.err());
        assertEquals("Wrote the receipt of 2.58 to " + file + ".\n", console.out());
        assertArrayEquals(given, Files.readAllBytes(file));

        assertEquals(0, make("2.58", LOGGING, "--cose", "--output", "json"), console.err());
        assertEquals(
                Hex.encode(given), Json.parse(console.out()).get("cose_receipt").stringValue());
    }

    @Test
    void aReceiptFromBeforeARecoveryVerifiesWithTheEndorsementsOfTheLedger() {
        String receipt = folder.resolve("made.json").toString();
        String cose = folder.resolve("made.cose").toString();
        String endorsements = folder.resolve("endorsements.json").toString();
        assertEquals(
                0,
                make("2.52", RECOVERED, "--out", receipt, "--endorsements", endorsements),
                console.err());
        assertEquals(0, make("2.52", RECOVERED, "--cose", "--out", cose), console.err());
        for (String file : List.of(receipt, cose)) {
            String certificate = SERVICE.resolve("recovered_node/service_cert.pem").toString();
            assertEquals(1, console.run("receipt", "verify", file, "--service-cert", certificate));
            assertEquals(
                    0,
                    console.run(
                            "receipt",
                            "verify",
                            file,
                            "--service-cert",
                            certificate,
                            "--endorsements",
                            endorsements,
                            "--ledger",
                            RECOVERED),
                    console.err());
        }
    }

    @Test
    void whatCannotBeMadeIsExplained() {
        assertEquals(2, console.run("receipt", "make", "2.52", RECOVERED));
        assertTrue(console.err().contains("give member keys with --member-key"), console.err());
        assertEquals(0, console.run("receipt", "make", "2.89", RECOVERED), "needs no key");
        assertEquals(1, make("3.52", RECOVERED));
        assertTrue(console.err().contains("seqno 52 is 2.52"), console.err());
        assertEquals(1, make("2.89", RECOVERED, "--cose"));
        assertTrue(console.err().contains("it is a signature transaction"), console.err());
        assertEquals(2, make("52", RECOVERED));
    }

    @Test
    void aReceiptIsShownInBothForms() throws Exception {
        String before = SERVICE.resolve("recovery/receipt_before.json").toString();
        assertEquals(0, console.run("receipt", "show", before), console.err());
        assertTrue(console.out().startsWith("Not verified.\n  form               json\n"));
        assertTrue(console.out().contains("  service endorsement\n    subject"), console.out());
        String cose = SERVICE.resolve("logging_app/private.cose_receipt.200.cose").toString();
        assertEquals(0, console.run("receipt", "show", cose, "--output", "json"), console.err());
        JsonNode json = Json.parse(console.out());
        assertEquals("2.59", json.get("signed_in").stringValue());
        assertEquals("2.58", json.get("proof").get(0).get("transaction").stringValue());

        Path torn = Files.writeString(folder.resolve("torn.json"), "{}");
        assertEquals(1, console.run("receipt", "show", torn.toString()));
        assertEquals(2, console.run("receipt", "show", folder.resolve("absent").toString()));
    }
}
