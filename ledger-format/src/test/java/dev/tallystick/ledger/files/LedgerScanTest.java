package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a starting node makes of the files it finds (spec 01, 1.8). */
class LedgerScanTest {
    @TempDir Path temp;
    private Path main;
    private Path readOnly;

    private final byte[] one = TestEntries.entry(1);
    private final byte[] two = TestEntries.entry(2);
    private final byte[] three = TestEntries.entry(3);

    @BeforeEach
    void makeDirectories() throws IOException {
        main = Files.createDirectory(temp.resolve("main"));
        readOnly = Files.createDirectory(temp.resolve("readOnly"));
    }

    private LedgerFiles open() {
        return LedgerFiles.open(new LedgerFilesOptions(main, List.of(readOnly), false));
    }

    private void write(Path directory, String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }

    private List<String> names() throws IOException {
        try (var listing = Files.list(main)) {
            return listing.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aTornLastEntryIsCutOffAtEveryPossiblePlace() throws IOException {
        byte[] whole = TestEntries.chunk(List.of(one, two, three), false);
        byte[] kept = TestEntries.chunk(List.of(one, two), false);
        for (int size = kept.length; size < whole.length; size++) {
            write(main, "ledger_1", Arrays.copyOf(whole, size));

            try (LedgerFiles files = open()) {
                assertEquals(2, files.lastSeqno(), "cut at " + size);
                assertArrayEquals(kept, Files.readAllBytes(main.resolve("ledger_1")));
                files.append(three, true);
            }
            assertArrayEquals(whole, Files.readAllBytes(main.resolve("ledger_1")));
        }
    }

    @Test
    void aCrashWhileCompletingLeavesAnOpenChunk() throws IOException {
        byte[] complete = TestEntries.chunk(List.of(one, two), true);
        Arrays.fill(complete, 0, 8, (byte) 0);
        write(main, "ledger_1", complete);

        try (LedgerFiles files = open()) {
            assertEquals(2, files.lastSeqno());
        }
        assertArrayEquals(
                TestEntries.chunk(List.of(one, two), false),
                Files.readAllBytes(main.resolve("ledger_1")));
    }

    @Test
    void aFileWithoutAWholeEntryIsDeleted() throws IOException {
        write(main, "ledger_1", new byte[8]);

        try (LedgerFiles files = open()) {
            assertEquals(0, files.lastSeqno());
            assertEquals(List.of(), names());
            files.append(one, true);
        }
    }

    @Test
    void filesThatMustNotBeUsedAreSetAside() throws IOException {
        byte[] complete = TestEntries.chunk(List.of(one, two), true);
        byte[] badTable = complete.clone();
        badTable[complete.length - 4]++;
        write(main, "ledger_1-2.committed.recovery", complete);
        write(main, "ledger_3.recovery", complete);
        write(main, "ledger_5", new byte[7]);
        write(main, "ledger_6", badTable);
        write(main, "ledger_9.ignored", new byte[3]);

        try (LedgerFiles files = open()) {
            assertEquals(0, files.lastSeqno());
        }
        assertEquals(
                List.of(
                        "ledger_1-2.committed.recovery.ignored",
                        "ledger_3.recovery.ignored",
                        "ledger_5.ignored",
                        "ledger_6.ignored",
                        "ledger_9.ignored"),
                names());
    }

    @Test
    void uncommittedFilesAreSetAsideWhereCommittedOnesHaveTheirEntries() throws IOException {
        byte[] complete = TestEntries.chunk(List.of(one, two), true);
        write(readOnly, "ledger_1-2.committed", complete);
        write(main, "ledger_1-2", complete);
        write(main, "ledger_1", complete);
        write(main, "ledger_3", TestEntries.chunk(List.of(three), false));

        try (LedgerFiles files = open()) {
            assertEquals(2, files.committedSeqno());
            assertEquals(3, files.lastSeqno());
            assertArrayEquals(two, files.read(2).orElseThrow());
            assertArrayEquals(three, files.read(3).orElseThrow());
        }
        assertEquals(List.of("ledger_1-2.ignored", "ledger_1.ignored", "ledger_3"), names());
    }

    @Test
    void aFileThatIsSetAsideNeverReplacesAnother() throws IOException {
        write(main, "ledger_1", new byte[7]);
        write(main, "ledger_1.ignored", new byte[] {42});

        open().close();

        assertEquals(List.of("ledger_1.ignored", "ledger_1.ignored.ignored"), names());
        assertEquals(1, Files.size(main.resolve("ledger_1.ignored")));
    }

    @Test
    void filesWithOtherNamesAreLeftAlone() throws IOException {
        write(main, "README", new byte[3]);
        write(main, "ledger_x", new byte[3]);
        Files.createDirectory(main.resolve("ledger_7"));

        try (LedgerFiles files = open()) {
            assertEquals(0, files.lastSeqno());
            files.append(one, true);
        }
        assertEquals(List.of("README", "ledger_1", "ledger_7", "ledger_x"), names());
    }

    @Test
    void committedFilesMayMoveToAReadOnlyDirectoryAtAnyTime() throws IOException {
        write(main, "ledger_1-2.committed", TestEntries.chunk(List.of(one, two), true));
        try (LedgerFiles files = open()) {
            Files.move(
                    main.resolve("ledger_1-2.committed"), readOnly.resolve("ledger_1-2.committed"));

            assertArrayEquals(one, files.read(1).orElseThrow());
        }
    }

    @Test
    void uncommittedFilesOfAReadOnlyDirectoryAreNotRead() throws IOException {
        write(readOnly, "ledger_1-2", TestEntries.chunk(List.of(one, two), true));
        write(main, "ledger_3-3.committed", TestEntries.chunk(List.of(three), true));

        try (LedgerFiles files = open()) {
            assertEquals(3, files.lastSeqno());
            assertEquals(Optional.empty(), files.read(1));
            assertArrayEquals(three, files.read(3).orElseThrow());
        }
    }

    @Test
    void aDamagedCommittedFileDoesNotStopTheStartButCannotBeRead() throws IOException {
        byte[] open = TestEntries.chunk(List.of(one, two), false);
        write(main, "ledger_1-2.committed", open);
        try (LedgerFiles files = open()) {
            assertEquals(2, files.lastSeqno());
            assertEquals(Optional.empty(), files.read(1));

            write(readOnly, "ledger_1-2.committed", TestEntries.chunk(List.of(one, two), true));
            assertTrue(files.read(1).isPresent(), "a sound copy elsewhere is used");
        }
    }

    @Test
    void moreCommittedFilesThanAreKeptOpenCanBeRead() throws IOException {
        int count = CommittedChunks.OPEN_FILES_MAX + 2;
        for (int seqno = 1; seqno <= count; seqno++) {
            write(
                    main,
                    "ledger_" + seqno + "-" + seqno + ".committed",
                    TestEntries.chunk(List.of(TestEntries.entry(seqno)), true));
        }
        try (LedgerFiles files = open()) {
            for (int round = 0; round < 2; round++) {
                for (int seqno = 1; seqno <= count; seqno++) {
                    assertArrayEquals(TestEntries.entry(seqno), files.read(seqno).orElseThrow());
                }
            }
        }
    }
}
