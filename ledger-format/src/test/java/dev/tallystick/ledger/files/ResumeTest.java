package dev.tallystick.ledger.files;

import static dev.tallystick.ledger.files.LedgerDirectory.append;
import static dev.tallystick.ledger.files.LedgerDirectory.chain;
import static dev.tallystick.ledger.files.LedgerDirectory.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A joining node writes over the files that it finds (spec 01, 1.9). */
class ResumeTest {
    private static final List<byte[]> OLD = chain(2, 14, 4);

    @TempDir Path temp;
    private LedgerDirectory directory;

    /** Chunks 1-4, 5-8 and 9-12, committed, and 13 to 14. */
    @BeforeEach
    void writeALedger() {
        directory = new LedgerDirectory(temp.resolve("main"));
        try (LedgerFiles files = directory.open()) {
            append(files, OLD);
        }
    }

    @Test
    void committedFilesAfterTheSnapshotLoseTheirNames() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 0);

            assertEquals(
                    List.of("ledger_1-4.committed", "ledger_13", "ledger_5", "ledger_9"),
                    directory.names());
            assertEquals(4, files.lastSeqno());
            assertEquals(4, files.committedSeqno());
            assertArrayEquals(OLD.get(3), files.read(4).orElseThrow());
            assertEquals(Optional.empty(), files.read(5), "nobody has vouched for it yet");
        }
    }

    @Test
    void equalBytesAreNotWrittenAgain() throws IOException {
        var before = Files.getLastModifiedTime(directory.path().resolve("ledger_5-8.committed"));
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 0);
            for (int seqno = 5; seqno <= 7; seqno++) {
                files.append(OLD.get(seqno - 1), false);
                assertArrayEquals(OLD.get(seqno - 1), files.read(seqno).orElseThrow());
                assertEquals(Optional.empty(), files.read(seqno + 1));
            }
            append(files, OLD.subList(7, 14));
        }
        assertEquals(
                List.of(
                        "ledger_1-4.committed",
                        "ledger_13",
                        "ledger_5-8.committed",
                        "ledger_9-12.committed"),
                directory.names());
        directory.assertContent("ledger_5-8.committed", OLD.subList(4, 8), true);
        directory.assertContent("ledger_13", OLD.subList(12, 14), false);
        assertEquals(
                before,
                Files.getLastModifiedTime(directory.path().resolve("ledger_5-8.committed")));
    }

    @Test
    void atTheFirstDifferenceTheRestAndAllLaterFilesAreDropped() throws IOException {
        byte[] other = entry(3, 7, false);
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 0);
            append(files, List.of(OLD.get(4), OLD.get(5), other));

            assertEquals(List.of("ledger_1-4.committed", "ledger_5"), directory.names());
            directory.assertContent("ledger_5", List.of(OLD.get(4), OLD.get(5), other), false);
            append(files, List.of(entry(3, 8, true), entry(3, 9, false)));
        }
        assertEquals(
                List.of("ledger_1-4.committed", "ledger_5-8.committed", "ledger_9"),
                directory.names());
        try (LedgerFiles files = directory.open()) {
            assertArrayEquals(other, files.read(7).orElseThrow());
            assertEquals(9, files.lastSeqno());
        }
    }

    @Test
    void aFileThatIsTooShortIsContinuedAndLaterOnesAreDropped() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(0, 0);
        }
        Files.write(
                directory.path().resolve("ledger_5"), TestEntries.chunk(OLD.subList(4, 6), false));
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 0);
            append(files, OLD.subList(4, 7));

            directory.assertContent("ledger_5", OLD.subList(4, 7), false);
            assertEquals(
                    List.of("ledger_1", "ledger_5"),
                    directory.names().stream().filter(name -> !name.contains("-")).toList());
        }
    }

    @Test
    void aSnapshotWithinACommittedFileLeavesThatFileAlone() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(6, 0);
            append(files, List.of(OLD.get(6), entry(3, 8, true), OLD.get(8)));

            assertArrayEquals(OLD.get(5), files.read(6).orElseThrow(), "of the old file");
            assertArrayEquals(entry(3, 8, true), files.read(8).orElseThrow(), "of the new file");
        }
        assertEquals(
                List.of(
                        "ledger_1-4.committed",
                        "ledger_13",
                        "ledger_5-8.committed",
                        "ledger_7-8.committed",
                        "ledger_9"),
                directory.names());
    }

    @Test
    void whereFilesBeginElsewhereTheOldOnesAreDropped() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(6, 0);
            append(files, List.of(OLD.get(6), entry(3, 8, false), entry(3, 9, false)));
        }
        assertEquals(
                List.of("ledger_1-4.committed", "ledger_5-8.committed", "ledger_7"),
                directory.names());
    }

    @Test
    void anUncommittedFileAcrossTheSnapshotIsSetAside() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(13, 0);
            append(files, List.of(OLD.get(13)));
        }
        assertEquals(
                List.of(
                        "ledger_1-4.committed",
                        "ledger_13.ignored",
                        "ledger_14",
                        "ledger_5-8.committed",
                        "ledger_9-12.committed"),
                directory.names());
    }

    @Test
    void whatARecoveryWritesTakesTheNameOfNoOtherFile() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 8);
            append(files, OLD.subList(4, 8));
            append(files, List.of(entry(4, 9, false), entry(4, 10, true), entry(4, 11, false)));
            assertEquals(
                    List.of(
                            "ledger_1-4.committed",
                            "ledger_11.recovery",
                            "ledger_13.ignored",
                            "ledger_5-8.committed",
                            "ledger_9-10.committed.recovery",
                            "ledger_9.ignored"),
                    directory.names());

            files.completeRecovery();
        }
        try (LedgerFiles files = directory.open()) {
            assertEquals(11, files.lastSeqno());
            assertArrayEquals(entry(4, 9, false), files.read(9).orElseThrow());
        }
    }

    @Test
    void rollingBackWithinAnOldFileCutsIt() throws IOException {
        try (LedgerFiles files = directory.open()) {
            files.resume(4, 0);
            for (byte[] entry : OLD.subList(4, 7)) {
                files.append(entry, false);
            }
            files.truncate(6);
            directory.assertContent("ledger_5", OLD.subList(4, 6), false);
            append(files, OLD.subList(6, 8));
        }
        assertEquals(List.of("ledger_1-4.committed", "ledger_5-8.committed"), directory.names());
        directory.assertContent("ledger_5-8.committed", OLD.subList(4, 8), true);
    }

    @Test
    void anOldFileWithADamagedEndIsUsedAsFarAsItIsSound() throws IOException {
        byte[] content = directory.content("ledger_5-8.committed");
        for (int cut : new int[] {1, 4, 16, 17, content.length - 9, content.length - 3}) {
            try (LedgerFiles files = directory.open()) {
                files.resume(0, 0);
            }
            byte[] damaged = Arrays.copyOf(content, content.length - cut);
            Files.deleteIfExists(directory.path().resolve("ledger_5.ignored"));
            try (LedgerFiles files = directory.open()) {
                directory.write("ledger_5", damaged);
                files.resume(0, 0);
                append(files, OLD);
            }
            directory.assertContent("ledger_5-8.committed", OLD.subList(4, 8), true);
            directory.assertContent("ledger_13", OLD.subList(12, 14), false);
        }
    }
}
