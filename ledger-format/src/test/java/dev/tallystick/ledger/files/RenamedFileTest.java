package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A ledger is read while its node runs, and commits a file. */
class RenamedFileTest {
    @TempDir private Path ledger;

    private Path open;
    private LedgerChunks chunks;

    @BeforeEach
    void listTheLedgerBeforeItsLastFileIsCommitted() throws IOException {
        open = ledger.resolve("ledger_11");
        for (Path file : RecordedServices.files("ccf7-service/node0/ledger")) {
            String name = file.getFileName().toString();
            if (name.equals("ledger_1-10.committed")) {
                Files.copy(file, ledger.resolve(name));
            } else if (name.equals("ledger_11-78.committed")) {
                Files.copy(file, open);
            }
        }
        chunks = LedgerChunks.of(List.of(ledger));
    }

    @Test
    void aFileIsReadUnderTheNameItHasGotMeanwhile() throws IOException {
        long size = chunks.size();
        Files.move(open, ledger.resolve("ledger_11-78.committed"));

        long last = 0;
        try (LedgerReader reader = LedgerReader.open(chunks)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                last = entry.get().seqno();
            }
        }
        assertEquals(78, last);
        assertEquals(size, chunks.size());
        try (LedgerLookup lookup = new LedgerLookup(chunks)) {
            assertTrue(lookup.find(70).isPresent());
        }
    }

    @Test
    void aFileThatWasSetAsideIsMissing() throws IOException {
        Files.move(open, ledger.resolve("ledger_11-78.committed.ignored"));
        assertThrows(NoSuchFileException.class, chunks::size);
        assertThrows(NoSuchFileException.class, () -> ChunkReader.open(open));
    }
}
