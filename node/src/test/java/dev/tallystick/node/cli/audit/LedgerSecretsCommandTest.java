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

import tools.jackson.databind.JsonNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** On a recorded service that was rekeyed twice and recovered. */
class LedgerSecretsCommandTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data"), "ccf7-service");
    private static final Path LEDGER = SERVICE.resolve("recovered_node/ledger");

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();

    @BeforeEach
    void needData() {
        assumeTrue(Files.exists(SERVICE), "no recorded service at " + SERVICE);
    }

    private int secrets(Path ledger, String output, Path... keys) {
        List<String> args =
                new ArrayList<>(
                        List.of("ledger", "secrets", ledger.toString(), "--output", output));
        for (Path key : keys) {
            args.add("--member-key");
            args.add(key.toString());
        }
        return console.run(args.toArray(String[]::new));
    }

    private static Path key(int member) {
        return SERVICE.resolve("keys/member" + member + "_enc_privk.pem");
    }

    @Test
    void everySecretIsRecoveredAndTried() {
        assertEquals(0, secrets(LEDGER, "table", key(0), key(1)), console.err());
        assertTrue(
                console.out()
                        .startsWith(
                                "4 ledger secrets recovered; they open 188 of 188 private"
                                        + " domains."),
                console.out());
        assertTrue(console.out().contains("shares of 6e2605b7739a…, b0a405f5816d…"), console.out());

        assertEquals(0, secrets(LEDGER, "json", key(1), key(0)), console.err());
        JsonNode json = Json.parse(console.out());
        assertTrue(json.get("valid").booleanValue());
        JsonNode second = json.get("secrets").get(1);
        assertEquals(121, second.get("valid_from").longValue());
        assertEquals("2.320", second.get("stored_in").stringValue());
        assertEquals(321, second.get("opened_by_secret_valid_from").longValue());
        assertEquals(200, second.get("matching").longValue());
    }

    @Test
    void withoutKeysTheChainIsFollowed() {
        assertEquals(0, secrets(LEDGER, "table"), console.err());
        assertTrue(
                console.out().contains("2.120  1                              121"), console.out());
        assertTrue(console.out().contains("issued in 4.335 to (2 needed)"), console.out());
        assertEquals(0, secrets(LEDGER, "json"), console.err());
        assertEquals(4, Json.parse(console.out()).get("chain").size());
    }

    @Test
    void tooFewKeysAreToldApartFromABrokenLedger() {
        assertEquals(2, secrets(LEDGER, "table", key(0), key(2)));
        assertTrue(console.err().contains("1 of 2 needed shares can be opened"), console.err());
        assertTrue(console.err().contains("keys that open no share: " + key(2)), console.err());
        assertEquals(2, secrets(LEDGER, "json", key(0)));
        assertFalse(Json.parse(console.out()).has("valid"), console.out());
    }

    @Test
    void aFileThatIsNoKeyIsNamed() {
        Path certificate = SERVICE.resolve("keys/member0_cert.pem");
        assertEquals(2, secrets(LEDGER, "table", certificate));
        assertTrue(
                console.err().contains(certificate + " is no RSA private key in PEM"),
                console.err());
    }

    @Test
    void anEntryThatDoesNotOpenIsNamed() throws Exception {
        for (Path file : files(SERVICE.resolve("node0/ledger"))) {
            byte[] bytes = Files.readAllBytes(file);
            String name = String.valueOf(file.getFileName());
            if (name.startsWith("ledger_11-")) {
                ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                int end = chunk.getInt(chunk.getInt(0) + (53 - 11) * Integer.BYTES);
                bytes[end - 1] ^= 1; // the last byte of 2.52, which is private
            }
            Files.write(folder.resolve(name), bytes);
        }
        assertEquals(1, secrets(folder, "table", key(0), key(1)));
        assertTrue(
                console.out().contains("First fault: 2.52: entry is not authentic"), console.out());
    }

    private static List<Path> files(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
