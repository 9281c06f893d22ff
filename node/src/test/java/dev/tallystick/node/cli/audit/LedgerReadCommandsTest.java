package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The commands that read a ledger, on one whose every byte is known. */
class LedgerReadCommandsTest {
    private static final String NOT_VERIFIED = "Read, not verified: tally ledger verify does that.";
    private static final Bytes BINARY = Bytes.wrap(new byte[100]);

    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();
    private String ledger = "";
    private String nodeId = "";
    private String serviceKeyId = "";

    /** 1 to 3 in a committed file, 4 to 7 in an open one; 7 is not signed. */
    @BeforeEach
    void write() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("ledger"));
        ledger = directory.toString();
        try (WrittenLedger written = new WrittenLedger(directory)) {
            nodeId = written.nodeId();
            serviceKeyId = written.serviceKeyId();
            written.put("public:colours", "sky", "{\"now\":\"blue\",\"at\":[6,30]}")
                    .write(
                            Digest.sha256(new byte[] {1}),
                            MapWrites.put("public:colours", Bytes.utf8("sea"), BINARY),
                            MapWrites.put("secrets", Bytes.utf8("sea"), Bytes.utf8("deep")))
                    .signAndCommit();
            written.put("public:colours", "sky", "grey")
                    .put("public:ccf.gov.service.info", "\0\0\0\0\0\0\0\0", "{\"status\":\"Open\"}")
                    .sign()
                    .write(
                            new MapWrites(
                                    "public:colours",
                                    new TreeMap<>(),
                                    new TreeSet<>(Set.of(Bytes.utf8("sky")))));
        }
    }

    @Test
    void transactionsAreShownWithWhatTheyChange() {
        assertEquals(0, run("show", "--to", "2"), console.err());
        List<String> lines = console.out().lines().toList();
        assertTrue(
                lines.get(0).matches("2\\.1  type 4, \\d+ bytes .* at 8 in ledger_1-3.committed"),
                lines.get(0));
        assertEquals(
                List.of("  public:colours", "    set sky = {\"now\":\"blue\",\"at\":[6,30]}", ""),
                lines.subList(1, 4));
        assertTrue(lines.get(4).startsWith("2.2  type 4, "), lines.get(4));
        assertEquals(
                List.of(
                        "  claims digest  " + Digest.sha256(new byte[] {1}).hex(),
                        "  private tables not shown, for want of their ledger secret",
                        "  public:colours",
                        "    set sea = 0x" + "00".repeat(80) + "... (100 bytes in all)",
                        "",
                        "2 of 2 transactions shown. Transactions whose private tables are not"
                                + " shown, for want of their ledger secret: 1. "
                                + NOT_VERIFIED),
                lines.subList(5, lines.size()));
    }

    @Test
    void signaturesFlagsAndRemovalsAreShown() {
        assertEquals(0, run("show", "--from", "3"), console.err());
        for (String line :
                List.of(
                        "  flags          0x01, the file ends after it",
                        "  by node        " + nodeId,
                        "  and service    " + serviceKeyId,
                        "  at             2026-11-20T12:00:10Z",
                        "    set 0 = {\"status\":\"Open\"}",
                        "    remove sky",
                        "5 of 5 transactions shown. " + NOT_VERIFIED)) {
            assertTrue(console.out().contains(line + "\n"), line + "\n" + console.out());
        }
    }

    @Test
    void longValuesAreShownWholeOnRequest() {
        assertEquals(0, run("show", "--to", "2", "--full"), console.err());
        assertTrue(console.out().contains("set sea = 0x" + BINARY.hex() + "\n"), console.out());
    }

    @Test
    void tablesAndKeysAreFiltered() {
        assertEquals(0, run("show", "--table", "public:col*", "--key", "sky"), console.err());
        assertEquals(
                List.of("2.1", "2.4", "2.7"),
                console.out()
                        .lines()
                        .filter(line -> line.startsWith("2."))
                        .map(line -> line.substring(0, 3))
                        .toList());
        assertTrue(console.out().contains("3 of 7 transactions shown. "), console.out());
        assertFalse(console.out().contains("sea"), console.out());
    }

    @Test
    void showSpeaksJsonOneTransactionALine() {
        List<JsonNode> lines = json("show");
        assertEquals(8, lines.size());
        JsonNode second = lines.get(1);
        assertEquals("2.2", second.get("transaction").stringValue());
        assertEquals("sealed", second.get("private_tables").stringValue());
        assertEquals(
                Digest.sha256(new byte[] {1}).hex(), second.get("claims_digest").stringValue());
        JsonNode write = second.get("tables").get(0).get("writes").get(0);
        assertEquals("{\"key\":\"sea\",\"value_hex\":\"" + BINARY.hex() + "\"}", text(write));
        assertEquals(
                "{\"key\":\"sky\",\"value\":{\"now\":\"blue\",\"at\":[6,30]}}",
                text(lines.get(0).get("tables").get(0).get("writes").get(0)));
        assertTrue(lines.get(2).get("ends_chunk").booleanValue());
        assertEquals(nodeId, lines.get(2).get("signature").get("node").stringValue());
        assertEquals(
                "{\"key\":0,\"value\":{\"status\":\"Open\"}}",
                text(lines.get(4).get("tables").get(0).get("writes").get(0)));
        assertEquals(
                "[{\"key\":\"sky\"}]", text(lines.get(6).get("tables").get(0).get("removals")));
        assertEquals(
                "{\"summary\":{\"verified\":false,\"sealed_transactions\":1,\"transactions\":7,"
                        + "\"shown\":7}}",
                text(lines.get(7)));
    }

    @Test
    void digestsAreOneTransactionALine() {
        assertEquals(0, run("show", "-d", "--from", "2", "--to", "3"), console.err());
        List<String> lines = console.out().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).matches("2\\.2 [0-9a-f]{64}"), lines.get(0));
        assertEquals(
                lines.get(1),
                "2.3 " + json("show", "-d").get(2).get("write_set_digest").stringValue());
    }

    @Test
    void tablesAreListed() {
        assertEquals(0, run("tables"), console.err());
        List<String> lines = console.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertEquals(" Table Transactions Writes Removals Bytes Keys First Last", lines.get(0));
        assertEquals(" public:ccf.gov.service.info 1 1 0 25 1 2.5 2.5", lines.get(1));
        assertEquals(" public:colours 4 3 1 142 1 2.1 2.7", lines.get(5));
        JsonNode tables = json("tables").getFirst();
        assertFalse(tables.get("verified").booleanValue());
        assertEquals(
                "{\"name\":\"public:colours\",\"public\":true,\"transactions\":4,\"writes\":3,"
                        + "\"removals\":1,\"bytes\":142,\"keys\":1,\"first\":\"2.1\","
                        + "\"last\":\"2.7\"}",
                text(tables.get("tables").get(4)));
    }

    @Test
    void aKeysHistoryNamesWhoSignedEachVersion() {
        assertEquals(0, run("history", "--table", "public:colours", "--key", "sky"), console.err());
        assertEquals(
                List.of(
                        "2.1  set",
                        "  key         sky",
                        "  value       {\"now\":\"blue\",\"at\":[6,30]}",
                        "  signed      in 2.3 at 2026-11-20T12:00:10Z",
                        "  by node     " + nodeId,
                        "  and service " + serviceKeyId,
                        "",
                        "2.4  set",
                        "  key         sky",
                        "  value       grey",
                        "  signed      in 2.6 at 2026-11-20T12:00:10Z",
                        "  by node     " + nodeId,
                        "  and service " + serviceKeyId,
                        "",
                        "2.7  removed",
                        "  key         sky",
                        "  signed      no signature is known that covers it",
                        "",
                        "Versions: 3. " + NOT_VERIFIED),
                console.out().lines().toList());
        List<JsonNode> lines = json("history", "--table", "public:colours", "--key", "sky");
        assertEquals(4, lines.size());
        assertEquals("2.6", lines.get(1).get("signature").get("transaction").stringValue());
        assertEquals("grey", lines.get(1).get("value_text").stringValue());
        assertTrue(lines.get(2).get("removed").booleanValue());
        assertEquals(3, lines.get(3).get("summary").get("versions").intValue());
    }

    @Test
    void aHistoryUpToAnEndNamesTheSignatureThatFollowsIt() {
        List<JsonNode> lines =
                json("history", "--table", "public:colours", "--key", "sky", "--to", "4");
        assertEquals(3, lines.size());
        assertEquals("2.6", lines.get(1).get("signature").get("transaction").stringValue());
    }

    @Test
    void aHistoryThatCouldNotBeSearchedSaysSo() {
        assertEquals(0, run("history", "--table", "secrets", "--key", "sea"), console.err());
        assertEquals(
                "Versions: 0. Transactions whose private tables are not shown, for want of their"
                        + " ledger secret: 1. "
                        + NOT_VERIFIED
                        + "\n",
                console.out());
    }

    @Test
    void aMissingReceiptSaysWhy() {
        List<JsonNode> lines =
                json("history", "--table", "public:colours", "--key", "sky", "--receipt");
        String reason = lines.getFirst().get("receipt_missing").stringValue();
        assertTrue(reason.contains("needs its commit evidence"), reason);
    }

    @Test
    void theLedgerIsMeasured() {
        assertEquals(0, run("stats", "--chunks"), console.err());
        for (String line :
                List.of(
                        "  transactions       7, from 2.1 to 2.7",
                        "  entry types        7 × 4",
                        "  signatures         2 by nodes, 2 by the service (COSE)",
                        "  unsigned end       1 transactions",
                        "  signed             from 2026-11-20T12:00:10Z to 2026-11-20T12:00:10Z")) {
            assertTrue(console.out().contains(line + "\n"), line + "\n" + console.out());
        }
        assertTrue(console.out().contains("  ledger_4 "), console.out());
        JsonNode stats = json("stats").getFirst();
        assertEquals(7, stats.get("transactions").intValue());
        assertEquals("{\"4\":7}", text(stats.get("types")));
        assertEquals(2, stats.get("chunks").size());
        assertEquals(1, stats.get("signatures").get("unsigned_at_end").intValue());
        JsonNode bytes = stats.get("bytes");
        assertEquals(
                bytes.get("all").longValue(),
                bytes.get("public").longValue()
                        + bytes.get("private").longValue()
                        + bytes.get("overhead").longValue());
    }

    @Test
    void nothingInTheRangeIsNoError() {
        assertEquals(0, run("stats", "--from", "100"), console.err());
        assertTrue(console.out().startsWith("There are no transactions.\n"), console.out());
        assertEquals(0, json("stats", "--from", "100").getFirst().get("transactions").intValue());
        assertEquals(1, json("show", "--from", "100").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "tables", "stats"})
    void damageEndsWithItsPlace(String command) throws IOException {
        Path open = Path.of(ledger, "ledger_4");
        byte[] bytes = Files.readAllBytes(open);
        Files.write(open, Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals(1, run(command));
        assertTrue(console.err().startsWith("tally ledger " + command + ": "), console.err());
        assertTrue(console.err().contains(open + ": seqno 7, offset "), console.err());
        assertEquals(1, console.err().lines().count(), console.err());

        assertEquals(1, run(command, "--output", "json"));
        JsonNode last = Json.parse(console.out().lines().reduce("", (before, line) -> line));
        assertFalse(last.get("valid").booleanValue());
        assertEquals(open.toString(), last.get("file").stringValue());
        assertEquals(7, last.get("seqno").intValue());
        assertTrue(last.get("offset").intValue() > 8, text(last));
    }

    @Test
    void missingFilesEndWithTheMissingSeqnos() throws IOException {
        Files.delete(Path.of(ledger, "ledger_1-3.committed"));
        assertEquals(0, run("show"), console.err());
        assertTrue(console.out().contains("4 of 4 transactions shown."), console.out());
        assertEquals(1, run("show", "--from", "2"));
        assertTrue(console.err().contains("seqnos 2 to 3 are missing"), console.err());
    }

    @Test
    void aSingleFileCanBeRead() {
        assertEquals(
                0,
                console.run("ledger", "show", "-d", ledger + "/ledger_1-3.committed"),
                console.err());
        assertEquals(3, console.out().lines().count());
    }

    @Test
    void recoveryFilesAreReadOnRequestOnly() throws IOException {
        Files.move(Path.of(ledger, "ledger_4"), Path.of(ledger, "ledger_4.recovery"));
        assertEquals(0, run("show", "-d"), console.err());
        assertEquals(3, console.out().lines().count());
        assertEquals(0, run("show", "-d", "--recovery"), console.err());
        assertEquals(7, console.out().lines().count());
    }

    @Test
    void unusableArgumentsAreRefusedInOneLine() {
        assertEquals(2, run("show", "--from", "3", "--to", "2"));
        assertEquals(1, console.err().lines().count(), console.err());
        assertEquals(2, run("show", "--from", "x"));
        assertEquals(2, run("history", "--table", "public:colours"));
        assertEquals(2, console.run("ledger", "show"));
        assertEquals(2, console.run("ledger", "stats", ledger + "-absent"));
        assertEquals(1, console.err().lines().count(), console.err());
    }

    private int run(String command, String... options) {
        return console.run(
                Stream.concat(Stream.of("ledger", command, ledger), Stream.of(options))
                        .toArray(String[]::new));
    }

    private List<JsonNode> json(String command, String... options) {
        assertEquals(
                0,
                run(
                        command,
                        Stream.concat(Stream.of("--output", "json"), Stream.of(options))
                                .toArray(String[]::new)),
                console.err());
        assertEquals("", console.err());
        return console.out().lines().map(Json::parse).toList();
    }

    private static String text(JsonNode json) {
        return Json.compact(json);
    }
}
