package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RealLedgers;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryFlags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Files written and read by a node. */
class LedgerFilesTest {
    @TempDir Path temp;

    private LedgerFiles open() {
        return LedgerFiles.open(LedgerFilesOptions.of(temp));
    }

    @Test
    void realEntriesAppendedAgainGiveTheSameFiles() throws IOException {
        List<Path> originals =
                RealLedgers.files(RecordedServices.path("ccf7-service/node0/ledger"));
        EntryDecoder decoder = new EntryDecoder();
        try (LedgerFiles files = open()) {
            for (Path original : originals) {
                try (ChunkReader reader = ChunkReader.open(original)) {
                    Optional<RawEntry> next = reader.next();
                    for (; next.isPresent(); next = reader.next()) {
                        byte[] entry = next.get().bytes();
                        boolean isSignature = decoder.decodePublic(entry).isSignature();
                        files.append(entry, isSignature);
                        if (isSignature) {
                            files.commit(next.get().seqno());
                        }
                    }
                }
            }
        }

        assertEquals(originals.size(), RealLedgers.files(temp).size());
        for (Path original : originals) {
            Path copy = temp.resolve(original.getFileName().toString());
            assertArrayEquals(
                    Files.readAllBytes(original), Files.readAllBytes(copy), copy.toString());
        }
    }

    @Test
    void anyHistoryOfChangesGivesTheFilesOfThePlainModel() throws IOException {
        for (long seed = 0; seed < 25; seed++) {
            Path directory = Files.createDirectory(temp.resolve("seed" + seed));
            new LedgerFilesHistory(seed, directory).run(120);
        }
    }

    @Test
    void entriesLargerThanTheBufferAreWrittenAndRead() throws IOException {
        byte[] small = TestEntries.entry(2, 1, 0, 10);
        byte[] large = TestEntries.entry(2, 2, 0, 1 << 20);
        byte[] last = TestEntries.entry(2, 3, 0, 20);
        try (LedgerFiles files = open()) {
            files.append(small, false);
            files.append(large, false);
            files.append(last, false);

            assertArrayEquals(large, files.read(2).orElseThrow());
            assertArrayEquals(last, files.read(3).orElseThrow());
        }
        assertArrayEquals(
                TestEntries.chunk(List.of(small, large, last), false),
                Files.readAllBytes(temp.resolve("ledger_1")));
    }

    @Test
    void committableEntriesReachTheOperatingSystemAtOnce() throws IOException {
        try (LedgerFiles files = open()) {
            files.append(TestEntries.entry(1), false);
            assertEquals(8, Files.size(temp.resolve("ledger_1")), "buffered");

            files.append(TestEntries.entry(2), true);
            byte[] expected =
                    TestEntries.chunk(List.of(TestEntries.entry(1), TestEntries.entry(2)), false);
            assertArrayEquals(expected, Files.readAllBytes(temp.resolve("ledger_1")));
        }
    }

    @Test
    void entriesOutOfOrderAreADefect() {
        try (LedgerFiles files = open()) {
            files.append(TestEntries.entry(1), true);

            assertThrows(
                    IllegalStateException.class, () -> files.append(TestEntries.entry(3), true));
            assertThrows(
                    IllegalStateException.class, () -> files.append(TestEntries.entry(1), true));
        }
    }

    @Test
    void onlyASignatureMayEndAChunk() {
        byte[] entry = TestEntries.entry(2, 1, EntryFlags.FORCE_CHUNK_AFTER, 10);
        try (LedgerFiles files = open()) {
            assertThrows(IllegalStateException.class, () -> files.append(entry, false));
        }
    }

    @Test
    void aChunkThatExistsAlreadyIsNotOverwritten() throws IOException {
        try (LedgerFiles files = open()) {
            Files.write(temp.resolve("ledger_1"), new byte[] {1, 2, 3});

            var e =
                    assertThrows(
                            UncheckedIOException.class,
                            () -> files.append(TestEntries.entry(1), true));
            assertTrue(String.valueOf(e.getMessage()).contains(temp.toString()), e.getMessage());
        }
        assertEquals(3, Files.size(temp.resolve("ledger_1")));
    }

    @Test
    void withFsyncTheSameFilesAreWritten() throws IOException {
        byte[] end = TestEntries.entry(2, 2, EntryFlags.FORCE_CHUNK_AFTER, 10);
        try (LedgerFiles files = LedgerFiles.open(new LedgerFilesOptions(temp, List.of(), true))) {
            files.append(TestEntries.entry(1), false);
            files.append(end, true);
            files.flush();
            files.commit(2);
        }
        assertArrayEquals(
                TestEntries.chunk(List.of(TestEntries.entry(1), end), true),
                Files.readAllBytes(temp.resolve("ledger_1-2.committed")));
    }

    @Test
    void afterAFailedWriteNothingIsWrittenAnyMore() throws IOException {
        byte[] end = TestEntries.entry(2, 1, EntryFlags.FORCE_CHUNK_AFTER, 10);
        Path main = temp.resolve("main");
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(main))) {
            files.append(end, true);
            Files.move(main, temp.resolve("gone"));

            assertThrows(
                    UncheckedIOException.class, () -> files.append(TestEntries.entry(2), true));
            Files.move(temp.resolve("gone"), main);
            assertThrows(
                    IllegalStateException.class, () -> files.append(TestEntries.entry(2), true));
            assertThrows(IllegalStateException.class, () -> files.commit(1));
            assertArrayEquals(end, files.read(1).orElseThrow(), "reading goes on");
        }
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(main))) {
            assertEquals(1, files.lastSeqno());
        }
    }

    @Test
    void aFailedRenameHoldsBackTheLaterOnesAndIsTriedAgain() throws IOException {
        Path obstacle = Files.createDirectory(temp.resolve("ledger_1-2.committed"));
        LedgerDirectory directory = new LedgerDirectory(temp);
        List<byte[]> entries = LedgerDirectory.chain(2, 5, 2);
        try (LedgerFiles files = open()) {
            LedgerDirectory.append(files, entries.subList(0, 4));
            assertEquals(
                    List.of("ledger_1", "ledger_1-2.committed", "ledger_3"), directory.names());
            assertEquals(4, files.committedSeqno());

            Files.delete(obstacle);
            LedgerDirectory.append(files, entries.subList(4, 5));
            assertEquals(
                    List.of("ledger_1-2.committed", "ledger_3-4.committed", "ledger_5"),
                    directory.names());
        }
    }

    @Test
    void aMissingReadOnlyDirectoryIsNamed() {
        Path missing = temp.resolve("missing");
        var options = new LedgerFilesOptions(temp, List.of(missing), false);

        var e = assertThrows(UncheckedIOException.class, () -> LedgerFiles.open(options));
        assertTrue(String.valueOf(e.getMessage()).contains(missing.toString()), e.getMessage());
    }

    @Test
    void readersSeeEveryEntryWhileTheWriterAppendsAndCommits() throws Exception {
        List<byte[]> entries = new ArrayList<>();
        for (int seqno = 1; seqno <= 2000; seqno++) {
            int flags = seqno % 50 == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
            entries.add(TestEntries.entry(2, seqno, flags, seqno % 97));
        }
        AtomicBoolean isDone = new AtomicBoolean();
        try (LedgerFiles files = open();
                ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (long seed = 0; seed < 2; seed++) {
                Random random = new Random(seed);
                counts.add(readers.submit(() -> readAll(files, entries, random, isDone)));
            }
            for (int seqno = 1; seqno <= entries.size(); seqno++) {
                files.append(entries.get(seqno - 1), seqno % 10 == 0);
                if (seqno % 10 == 0) {
                    files.commit(seqno);
                }
            }
            isDone.set(true);
            for (Future<Integer> count : counts) {
                assertTrue(count.get() > 0, "a reader has read nothing");
            }
        }
    }

    private static int readAll(
            LedgerFiles files, List<byte[]> entries, Random random, AtomicBoolean isDone) {
        int count = 0;
        while (!isDone.get() || count == 0) {
            long last = files.lastSeqno();
            if (last > 0) {
                // Mostly recent ones, which may be buffered, complete or just being renamed.
                long seqno = Math.max(1, last - random.nextInt(120));
                byte[] entry = files.read(seqno).orElseThrow();
                assertArrayEquals(entries.get((int) seqno - 1), entry, "seqno " + seqno);
                count++;
            }
        }
        return count;
    }
}
