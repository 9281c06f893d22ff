package dev.tallystick.node.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.node.cli.CapturedConsole;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** On copies of a ledger of a recorded CCF service. */
class LedgerDiffCommandTest {
    @TempDir Path folder;
    private final CapturedConsole console = CapturedConsole.withoutNode();
    private Path a = Path.of("");
    private Path b = Path.of("");

    @BeforeEach
    void copyALedger() throws IOException {
        a = RecordedCopies.make(folder.resolve("a"));
        b = RecordedCopies.make(folder.resolve("b"));
    }

    private int diff(String... options) {
        String[] args = Arrays.copyOf(new String[] {"ledger", "diff"}, 2 + options.length);
        System.arraycopy(options, 0, args, 2, options.length);
        return console.run(args);
    }

    private JsonNode json(int status) {
        assertEquals(status, diff(a.toString(), b.toString(), "--output", "json"), console.err());
        return Json.parse(console.out());
    }

    /** Changes one byte of an entry in the second file of {@code b}; the entry. */
    private RawEntry change(int index, int offset) throws IOException {
        Path file = RecordedCopies.chunks(b).get(1);
        RawEntry entry;
        try (ChunkReader reader = ChunkReader.open(file)) {
            entry = reader.next().orElseThrow();
            for (int i = 0; i < index; i++) {
                entry = reader.next().orElseThrow();
            }
        }
        byte[] content = Files.readAllBytes(file);
        content[(int) entry.offset() + offset] ^= 1;
        Files.write(file, content);
        return entry;
    }

    @Test
    void equalCopiesEndWithStatusZero() {
        assertEquals(0, diff(a.toString(), b.toString()), console.err());
        assertTrue(console.out().startsWith("The copies are equal: "), console.out());
        JsonNode json = json(0);
        assertTrue(json.get("equal").asBoolean());
        assertEquals("equal", json.get("relation").asString());
    }

    @Test
    void aChangedTagIsPlaced() throws IOException {
        RawEntry entry = change(3, 8);
        assertEquals(1, diff(a.toString(), b.toString()), console.err());
        String out = console.out();
        assertTrue(out.startsWith("The copies differ; the "), out);
        assertTrue(out.contains("." + entry.seqno() + " in " + b), out);
        assertTrue(out.lines().anyMatch(line -> line.startsWith("  tag ")), out);

        JsonNode divergence = json(1).get("divergence");
        assertEquals(entry.seqno(), divergence.get("seqno").asLong());
        assertEquals(entry.offset(), divergence.get("second").get("offset").asLong());
        assertEquals(8, divergence.get("entry_offset").asInt());
        assertEquals("tag", divergence.get("differences").get(0).get("part").asString());
    }

    @Test
    void aChangedValueIsNamedByTableAndKey() throws IOException {
        Path file = RecordedCopies.chunks(b).getFirst();
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("{\"cert\":", text.indexOf("public:ccf.gov.service.info"));
        content[at + 2] = 'k';
        Files.write(file, content);

        assertEquals(1, diff(a.toString(), b.toString()), console.err());
        assertTrue(console.out().contains("public:ccf.gov.service.info\n"), console.out());
        JsonNode difference = json(1).get("divergence").get("differences").get(0);
        assertEquals("table", difference.get("part").asString());
        assertEquals("public:ccf.gov.service.info", difference.get("table").asString());
        assertEquals(0, difference.get("key").asInt());
        assertTrue(difference.get("first").get("value").has("cert"));
        assertTrue(difference.get("second").get("value").has("kert"));
    }

    @Test
    void aShorterCopyIsAPartOfTheOther() throws IOException {
        Files.delete(RecordedCopies.chunks(b).getLast());
        assertEquals(1, diff(a.toString(), b.toString()), console.err());
        assertTrue(console.out().startsWith("The first copy has more than the second; "));
        assertEquals("second_in_first", json(1).get("relation").asString());
    }

    @Test
    void otherFilesWithTheSameTransactionsAreListed() throws IOException {
        Path file = RecordedCopies.chunks(b).getFirst();
        int status = 2;
        for (int seqno = 2; status != 0; seqno++) {
            status =
                    console.run(
                            "ledger",
                            "split",
                            file.toString(),
                            String.valueOf(seqno),
                            "--output-dir",
                            folder.resolve("more").toString());
        }
        Files.delete(file);
        String more = folder.resolve("more").toString();
        assertEquals(0, diff(a.toString(), b.toString(), "--more-b", more), console.err());
        assertTrue(console.out().contains("in files with other names"), console.out());
        assertEquals(0, diff(b.toString(), a.toString(), "--more-a", more, "--output", "json"));
        assertEquals(2, Json.parse(console.out()).get("files").size());
    }

    @Test
    void aDamagedFileCannotBeCompared() throws IOException {
        Path file = RecordedCopies.chunks(b).get(1);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 4));
        assertEquals(2, diff(a.toString(), b.toString()));
        assertTrue(console.err().contains(file.toString()), console.err());
        assertEquals(1, console.err().lines().count(), console.err());
        assertFalse(json(2).has("equal"));
    }

    @Test
    void whatDoesNotExistIsRefusedInOneLine() {
        for (String absent : List.of("absent", "ledger_1")) {
            Path path = folder.resolve(absent);
            assertEquals(2, diff(a.toString(), path.toString()));
            assertTrue(console.err().contains(path.toString()), console.err());
            assertEquals(1, console.err().lines().count(), console.err());
        }
    }
}
