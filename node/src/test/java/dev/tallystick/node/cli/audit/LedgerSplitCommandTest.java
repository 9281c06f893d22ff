package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** On a ledger of a recorded CCF service. */
class LedgerSplitCommandTest {
    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();
    private Path copy = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void copyALedger() throws IOException {
        copy = RecordedCopies.make(folder.resolve("ledger"));
        file = RecordedCopies.chunks(copy).getFirst();
    }

    /** Splits after the first signature to which that can be done, found by trying. */
    private long signature() {
        for (long seqno = 2; seqno < 1000; seqno++) {
            String[] args = {
                "ledger",
                "split",
                file.toString(),
                String.valueOf(seqno),
                "--output-dir",
                folder.resolve("parts").toString(),
                "--output",
                "json"
            };
            if (console.run(args) == 0) {
                return seqno;
            }
        }
        throw new AssertionError("no signature in " + file + ": " + console.out());
    }

    @Test
    void bothPartsVerifyInPlaceOfTheWhole() throws IOException {
        long seqno = signature();
        JsonNode json = Json.parse(console.out());
        assertEquals(seqno, json.get("seqno").asLong());
        assertEquals(0, console.run("ledger", "verify", copy.toString(), "--allow-unsigned-tail"));
        String whole = console.out();

        Files.delete(file);
        for (String part : new String[] {"first", "rest"}) {
            Path from = Path.of(json.get(part).asString());
            Files.move(from, copy.resolve(from.getFileName()));
        }
        assertEquals(
                0,
                console.run("ledger", "verify", copy.toString(), "--allow-unsigned-tail"),
                console.err());
        assertEquals(whole.lines().findFirst(), console.out().lines().findFirst());
        assertTrue(Files.exists(copy.resolve("ledger_1-" + seqno + ".committed")));
    }

    @Test
    void thePartsAreNamed() {
        long seqno = signature();
        Path other = folder.resolve("others");
        int status =
                console.run(
                        "ledger",
                        "split",
                        file.toString(),
                        String.valueOf(seqno),
                        "--output-dir",
                        other.toString());
        assertEquals(0, status, console.err());
        assertEquals(
                file + " is cut after seqno " + seqno + ":",
                console.out().lines().findFirst().orElseThrow());
        assertTrue(
                console.out().contains(other.resolve("ledger_1-" + seqno + ".committed") + "\n"),
                console.out());
    }

    @Test
    void whatCannotBeCutIsRefusedInOneLine() {
        long seqno = signature();
        String[][] cases = {
            {file.toString(), String.valueOf(seqno), "exists already"},
            {file.toString(), String.valueOf(seqno - 1), "is no signature transaction"},
            {file.toString(), "999999", "it cannot be cut after 999999"},
            {copy.toString(), "2", "it is a folder"},
            {folder.resolve("ledger_7").toString(), "8", "there is no such file"}
        };
        for (String[] refused : cases) {
            int status =
                    console.run(
                            "ledger",
                            "split",
                            refused[0],
                            refused[1],
                            "--output-dir",
                            folder.resolve("parts").toString());
            assertEquals(2, status, refused[2]);
            assertTrue(console.err().contains(refused[2]), console.err());
            assertEquals(1, console.err().lines().count(), console.err());
        }
    }

    @Test
    void anyTransactionWillDoIfAllowed() {
        long seqno = signature();
        int status =
                console.run(
                        "ledger",
                        "split",
                        file.toString(),
                        String.valueOf(seqno - 1),
                        "--allow-non-signature",
                        "--output-dir",
                        folder.resolve("others").toString());
        assertEquals(0, status, console.err());
    }

    @Test
    void aDamagedFileIsInvalid() throws IOException {
        long seqno = signature();
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertEquals(1, console.run("ledger", "split", file.toString(), String.valueOf(seqno)));
        assertTrue(console.err().contains("positions table"), console.err());
    }
}
