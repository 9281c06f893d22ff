package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class LedgerLookupTest {
    private static final String LEDGER = "ccf7-service/node0/ledger";

    private static LedgerLookup lookup(Path... places) throws IOException {
        return new LedgerLookup(LedgerChunks.of(List.of(places)));
    }

    @Test
    void everyEntryIsFoundInAnyOrder() throws IOException {
        List<RawEntry> entries = RecordedLedger.raw(LEDGER);
        List<RawEntry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, new Random(3));
        try (LedgerLookup ledger = lookup(RecordedServices.path(LEDGER))) {
            assertEquals(1, ledger.firstSeqno());
            assertEquals(entries.size(), ledger.lastSeqno());
            for (RawEntry entry : shuffled) {
                RawEntry found = ledger.find(entry.seqno()).orElseThrow();
                assertArrayEquals(entry.bytes(), found.bytes());
                assertEquals(entry.offset(), found.offset());
            }
            assertEquals(Optional.empty(), ledger.find(entries.size() + 1));
            assertEquals(Optional.empty(), ledger.find(0));
        }
    }

    @Test
    void filesThatBeginLaterGiveWhatTheyHave() throws IOException {
        try (LedgerLookup ledger = lookup(RecordedServices.path("ccf7-service/node1/ledger"))) {
            assertEquals(225, ledger.firstSeqno());
            assertEquals(Optional.empty(), ledger.find(224));
            assertTrue(ledger.find(225).isPresent());
        }
    }

    @Test
    void aTornEntryAtTheEndIsNotFound(@TempDir Path temp) throws IOException {
        byte[] bytes = Files.readAllBytes(RecordedServices.path(LEDGER + "/ledger_287"));
        Files.write(temp.resolve("ledger_287"), Arrays.copyOf(bytes, bytes.length - 1));
        try (LedgerLookup whole = lookup(RecordedServices.path(LEDGER));
                LedgerLookup torn = lookup(temp)) {
            assertEquals(whole.lastSeqno() - 1, torn.lastSeqno());
            assertEquals(Optional.empty(), torn.find(whole.lastSeqno()));
            assertTrue(torn.find(torn.lastSeqno()).isPresent());
        }
    }

    @Test
    void aGapBetweenFilesIsNamed(@TempDir Path temp) throws IOException {
        Path first = RecordedServices.path(LEDGER + "/ledger_287");
        Files.copy(first, temp.resolve("ledger_287"));
        Files.copy(first, temp.resolve("ledger_400"));
        try (LedgerLookup ledger = lookup(temp)) {
            ChunkFormatException e =
                    assertThrows(ChunkFormatException.class, () -> ledger.find(399));
            assertTrue(e.reason().contains("are missing after ledger_287"), e::reason);
        }
    }

    @Test
    void aDamagedPositionIsNamed(@TempDir Path temp) throws IOException {
        Path chunk = RecordedServices.path(LEDGER + "/ledger_1-10.committed");
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[bytes.length - 20] ^= 1; // the sixth of ten positions
        Files.write(temp.resolve("ledger_1-10.committed"), bytes);
        try (LedgerLookup ledger = lookup(temp)) {
            assertTrue(ledger.find(4).isPresent());
            assertThrows(ChunkFormatException.class, () -> ledger.find(6));
        }
    }
}
