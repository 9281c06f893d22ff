package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The commands that read a ledger, on those of recorded CCF services. */
class RecordedLedgersReadTest {
    private static final String RECOVERED = "ccf7-service/recovered_node";

    private final CapturedConsole console = CapturedConsole.withoutNode();

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0, 326, 29, 29",
        "ccf7-service/recovered_node, 348, 33, 33",
        "ccf-services/eol_service, 500, 85, 0",
        "ccf-services/cose_flipflop_service, 46, 23, 5",
    })
    void everyTransactionIsALineOfJson(
            String service, int transactions, int signatures, int coseSignatures) {
        List<JsonNode> lines = json(service, "show");
        assertEquals(transactions + 1, lines.size());
        for (int i = 0; i < transactions; i++) {
            String txId = lines.get(i).get("transaction").stringValue();
            assertTrue(txId.endsWith("." + (i + 1)), txId);
        }
        List<JsonNode> signed = lines.stream().filter(line -> line.has("signature")).toList();
        assertEquals(signatures, signed.size());
        assertEquals(
                coseSignatures,
                signed.stream()
                        .filter(line -> line.get("signature").has("service_key_id"))
                        .count());
        JsonNode stats = json(service, "stats").getFirst();
        assertEquals(signatures, stats.get("signatures").get("count").intValue());
        assertEquals(coseSignatures, stats.get("signatures").get("cose").intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/recovered_node",
        "ccf-services/eol_service",
        "ccf-services/cose_flipflop_service",
    })
    void tablesAddUpToWhatIsShown(String service) {
        long writes = 0;
        long removals = 0;
        for (JsonNode line : json(service, "show")) {
            for (JsonNode table : line.has("tables") ? line.get("tables") : Json.array()) {
                writes += table.get("writes").size();
                removals += table.get("removals").size();
            }
        }
        for (JsonNode table : json(service, "tables").getFirst().get("tables")) {
            writes -= table.get("writes").longValue();
            removals -= table.get("removals").longValue();
        }
        assertEquals(0, writes);
        assertEquals(0, removals);
    }

    @Test
    void theServicesStatusCanBeFollowedThroughARecovery() {
        List<JsonNode> versions =
                json(
                        "ccf7-service/recovered_node",
                        "history",
                        "--table",
                        "public:ccf.gov.service.info",
                        "--key",
                        "0");
        List<String> statuses = new ArrayList<>();
        for (JsonNode version : versions.subList(0, versions.size() - 1)) {
            statuses.add(
                    version.get("transaction").stringValue()
                            + " "
                            + version.get("value").get("status").stringValue()
                            + ", signed in "
                            + version.get("signature").get("transaction").stringValue());
        }
        assertEquals(
                List.of(
                        "2.1 Opening, signed in 2.2",
                        "2.9 Open, signed in 2.10",
                        "2.150 Open, signed in 2.153",
                        "4.327 Recovering, signed in 4.328",
                        "4.331 WaitingForRecoveryShares, signed in 4.334",
                        "4.335 Open, signed in 4.336"),
                statuses);
    }

    @Test
    void memberKeysOpenThePrivateTables() {
        List<JsonNode> lines = json(RECOVERED, "show", memberKeys("--table", "records"));
        assertEquals(188 + 1, lines.size());
        assertEquals(0, lines.getLast().get("summary").get("sealed_transactions").intValue());
        JsonNode records = json(RECOVERED, "tables", memberKeys()).getFirst().get("tables");
        JsonNode last = records.get(records.size() - 1);
        assertEquals("records", last.get("name").stringValue());
        assertEquals(187, last.get("writes").intValue());
        assertEquals(186, last.get("keys").intValue());
    }

    @Test
    void aPrivateKeysHistoryComesWithReceiptsThatVerify(@TempDir Path folder) {
        String[] options =
                memberKeys(
                        "--table",
                        "records",
                        "--key",
                        "3",
                        "--receipt",
                        "--receipts-to",
                        folder.toString());
        List<JsonNode> lines = json(RECOVERED, "history", options);
        assertEquals("2.25", lines.get(0).get("transaction").stringValue());
        assertEquals("private message 3", lines.get(0).get("value_text").stringValue());
        assertEquals("2.88", lines.get(1).get("transaction").stringValue());
        assertTrue(lines.get(1).get("removed").booleanValue());
        assertEquals(3, lines.size());
        for (JsonNode line : lines.subList(0, 2)) {
            Path file = Path.of(line.get("receipt_file").stringValue());
            assertTrue(line.get("receipt").has("leaf_components"), line.toString());
            assertEquals(
                    0,
                    console.run(
                            "receipt",
                            "verify",
                            "--receipt",
                            file.toString(),
                            "--service-cert",
                            data("ccf7-service/service_cert.pem").toString()),
                    console.err());
        }
    }

    private static String[] memberKeys(String... options) {
        return Stream.concat(
                        Stream.of("member0", "member1")
                                .flatMap(
                                        member ->
                                                Stream.of(
                                                        "--member-key",
                                                        data("ccf7-service/keys")
                                                                .resolve(member + "_enc_privk.pem")
                                                                .toString())),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    private static Path data(String relative) {
        Path path = Path.of(System.getProperty("tallystick.data"), relative);
        assumeTrue(Files.exists(path), "recorded data is not present: " + path);
        return path;
    }

    private List<JsonNode> json(String service, String command, String... options) {
        Path ledger = data(service + "/ledger");
        assertEquals(
                0,
                console.run(
                        Stream.concat(
                                        Stream.of(
                                                "ledger",
                                                command,
                                                ledger.toString(),
                                                "--output",
                                                "json"),
                                        Stream.of(options))
                                .toArray(String[]::new)),
                console.err());
        return console.out().lines().map(Json::parse).toList();
    }
}
