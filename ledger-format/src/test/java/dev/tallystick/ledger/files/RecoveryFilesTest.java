package dev.tallystick.ledger.files;

import static dev.tallystick.ledger.files.LedgerDirectory.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.entry.EntryFlags;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that count only when a disaster recovery has come to its end (spec 01, 1.10). */
class RecoveryFilesTest {
    @TempDir Path temp;
    private LedgerDirectory directory;

    /** Two committed chunks of two entries, and one entry that a recovery drops. */
    @BeforeEach
    void writeALedger() {
        directory = new LedgerDirectory(temp.resolve("main"));
        try (LedgerFiles files = directory.open()) {
            LedgerDirectory.append(files, LedgerDirectory.chain(2, 5, 2));
        }
    }

    /** The creation of the recovered service begins a chunk. */
    private static byte[] creation() {
        return TestEntries.entry(4, 5, EntryFlags.FORCE_CHUNK_BEFORE, 10);
    }

    @Test
    void chunksOfARecoveryHaveTheirOwnNamesUntilTheServiceOpens() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.startRecovery(4);
            LedgerDirectory.append(
                    files, List.of(creation(), entry(4, 6, true), entry(4, 7, false)));
            assertEquals(
                    List.of(
                            "ledger_1-2.committed",
                            "ledger_3-4.committed",
                            "ledger_5-6.committed.recovery",
                            "ledger_7.recovery"),
                    directory.names());
            assertArrayEquals(creation(), files.read(5).orElseThrow(), "is read meanwhile");

            files.completeRecovery();
            assertEquals(
                    List.of(
                            "ledger_1-2.committed",
                            "ledger_3-4.committed",
                            "ledger_5-6.committed",
                            "ledger_7"),
                    directory.names());
            assertArrayEquals(creation(), files.read(5).orElseThrow());
            LedgerDirectory.append(files, List.of(entry(4, 8, true), entry(4, 9, false)));
            assertTrue(directory.names().contains("ledger_7-8.committed"), "of the open file");
            assertTrue(directory.names().contains("ledger_9"), "the mode has ended");
        }
    }

    @Test
    void anAbortedRecoveryIsForgotten() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.startRecovery(4);
            LedgerDirectory.append(
                    files, List.of(creation(), entry(4, 6, true), entry(4, 7, false)));
        }
        try (LedgerFiles files = directory.open()) {
            assertEquals(4, files.lastSeqno());
            assertEquals(4, files.committedSeqno());
            files.startRecovery(4);
            LedgerDirectory.append(files, List.of(creation()));
        }
        assertEquals(
                List.of(
                        "ledger_1-2.committed",
                        "ledger_3-4.committed",
                        "ledger_5-6.committed.recovery.ignored",
                        "ledger_5.recovery",
                        "ledger_7.recovery.ignored"),
                directory.names());
    }

    @Test
    void aChunkFromBeforeTheRecoveryIsNoRecoveryFile() throws IOException {
        byte[] signature = entry(2, 6, false);
        try (LedgerFiles files = directory.open()) {
            files.append(signature, true);
            files.append(entry(2, 7, false), false);
            files.startRecovery(6);
            byte[] service = TestEntries.entry(4, 7, EntryFlags.FORCE_CHUNK_BEFORE, 10);
            LedgerDirectory.append(files, List.of(service));
        }
        assertEquals(
                List.of(
                        "ledger_1-2.committed",
                        "ledger_3-4.committed",
                        "ledger_5-6.committed",
                        "ledger_7.recovery"),
                directory.names());
        directory.assertContent(
                "ledger_5-6.committed", List.of(entry(2, 5, false), signature), true);
    }

    @Test
    void aRecoveryBelowCommittedEntriesIsADefect() {
        try (LedgerFiles files = directory.open()) {
            assertThrows(IllegalStateException.class, () -> files.startRecovery(3));
        }
    }

    @Test
    void recoveryFilesOfAReadOnlyDirectoryAreNotRead() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        try (LedgerFiles files =
                LedgerFiles.open(new LedgerFilesOptions(directory.path(), List.of(other), false))) {
            files.startRecovery(4);
            LedgerDirectory.append(files, List.of(creation(), entry(4, 6, true)));
            String name = "ledger_5-6.committed.recovery";
            Files.move(directory.path().resolve(name), other.resolve(name));

            assertEquals(Optional.empty(), files.read(5));
        }
    }
}
