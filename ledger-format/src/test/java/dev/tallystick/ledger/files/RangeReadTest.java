package dev.tallystick.ledger.files;

import static dev.tallystick.ledger.files.LedgerDirectory.append;
import static dev.tallystick.ledger.files.LedgerDirectory.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Consecutive entries, read together (spec 01, 1.11). */
class RangeReadTest {
    private static final int PLENTY = 1 << 20;
    private static final List<byte[]> ENTRIES = chain(2, 11, 4);
    private static final int SIZE = ENTRIES.get(0).length;

    @TempDir Path temp;
    private LedgerDirectory directory;

    /** Chunks 1-4 and 5-8 are committed; 9 and 10 are with the system, 11 is in the buffer. */
    @BeforeEach
    void writeALedger() {
        directory = new LedgerDirectory(temp.resolve("main"));
        try (LedgerFiles files = directory.open()) {
            append(files, ENTRIES.subList(0, 10));
        }
    }

    private LedgerFiles open() {
        LedgerFiles files = directory.open();
        files.append(ENTRIES.get(10), false);
        return files;
    }

    private static void assertRange(int from, int to, List<byte[]> found) {
        assertEquals(to - from + 1, found.size(), "from " + from + " to " + to);
        for (int seqno = from; seqno <= to; seqno++) {
            assertArrayEquals(ENTRIES.get(seqno - 1), found.get(seqno - from), "seqno " + seqno);
        }
    }

    @Test
    void rangesRunAcrossFilesAndBuffersUpToTheLastEntry() {
        try (LedgerFiles files = open()) {
            for (int from = 1; from <= 11; from++) {
                for (int to = from; to <= 14; to++) {
                    assertRange(from, Math.min(to, 11), files.read(from, to, PLENTY));
                }
            }
            assertEquals(List.of(), files.read(12, 14, PLENTY));
            assertEquals(List.of(), files.read(0, 14, PLENTY));
            assertEquals(List.of(), files.read(5, 4, PLENTY));
            assertRange(1, 11, files.read(1, Long.MAX_VALUE, Integer.MAX_VALUE));
        }
    }

    @Test
    void theSizeLimitsWholeEntriesButNotTheFirst() {
        try (LedgerFiles files = open()) {
            for (int from : new int[] {1, 3, 9}) {
                for (int count = 1; count <= 3; count++) {
                    assertRange(from, from + count - 1, files.read(from, 11, count * SIZE));
                    assertRange(
                            from, from + count - 1, files.read(from, 11, (count + 1) * SIZE - 1));
                }
                assertRange(from, from, files.read(from, 11, SIZE - 1));
                assertRange(from, from, files.read(from, 11, 0));
            }
        }
    }

    @Test
    void aRangeEndsBeforeADamagedEntry() throws IOException {
        byte[] content = directory.content("ledger_5-8.committed");
        content[8 + 2 * SIZE] = 0; // the version of entry 7
        directory.write("ledger_5-8.committed", content);
        try (LedgerFiles files = open()) {
            assertRange(3, 6, files.read(3, 11, PLENTY));
            assertEquals(List.of(), files.read(7, 11, PLENTY));
            assertRange(8, 11, files.read(8, 11, PLENTY));
        }
    }

    @Test
    void aRangeEndsBeforeAMissingFileUntilItAppearsInAReadOnlyDirectory() throws IOException {
        Path archive = Files.createDirectory(temp.resolve("archive"));
        Path away = temp.resolve("away");
        Files.move(directory.path().resolve("ledger_5-8.committed"), away);
        var options = new LedgerFilesOptions(directory.path(), List.of(archive), false);
        try (LedgerFiles files = LedgerFiles.open(options)) {
            assertRange(2, 4, files.read(2, 10, PLENTY));
            assertEquals(List.of(), files.read(5, 10, PLENTY));

            Files.copy(away, archive.resolve("ledger_5-8"));
            assertEquals(List.of(), files.read(5, 10, PLENTY), "not committed");

            Files.move(away, archive.resolve("ledger_5-8.committed"));
            assertRange(2, 10, files.read(2, 10, PLENTY));
        }
    }

    @Test
    void entriesAreFoundWhileAnOperatorArchivesTheirFile() throws Exception {
        Path archive = Files.createDirectory(temp.resolve("archive"));
        Path here = directory.path().resolve("ledger_5-8.committed");
        Path there = archive.resolve("ledger_5-8.committed");
        var options = new LedgerFilesOptions(directory.path(), List.of(archive), false);
        try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 50; round++) {
                Future<Path> move = operator.submit(() -> Files.move(here, there));
                boolean isMoved;
                do {
                    isMoved = move.isDone();
                    try (var chunks = new CommittedChunks(options)) {
                        assertRange(5, 8, chunks.read(new EntryRange(5, 8, PLENTY, true)));
                    }
                } while (!isMoved);
                Files.move(move.get(), here);
            }
        }
    }

    @Test
    void filesNamedByTheirRangeAloneAreRead() throws IOException {
        Files.move(
                directory.path().resolve("ledger_1-4.committed"),
                directory.path().resolve("ledger_1-4"));
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory.path()))) {
            assertEquals(
                    List.of("ledger_1-4.ignored", "ledger_5-8.committed", "ledger_9"),
                    directory.names(),
                    "at start such a file is taken for a leftover (1.8)");
            Files.move(
                    directory.path().resolve("ledger_1-4.ignored"),
                    directory.path().resolve("ledger_1-4"));
            assertRange(1, 10, files.read(1, 10, PLENTY));
        }
    }
}
