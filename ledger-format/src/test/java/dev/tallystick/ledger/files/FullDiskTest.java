package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.entry.EntryFlags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A disk runs full at any change, in the middle of a write too; each call is repeated until it has
 * space. The files must be those of a disk that was never full. Failures name their seed.
 */
class FullDiskTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 80;

    @TempDir Path temp;

    @Test
    void aLedgerGoesOnWhereItStoppedWhenSpaceReturns() throws IOException {
        int refused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            FullDisk full = new FullDisk(new Random(seed), 3);
            Path there = temp.resolve("full-" + seed);
            Path never = temp.resolve("never-" + seed);
            List<byte[]> entries = live(there, full, seed);
            live(never, Disk.REAL, seed);
            refused += full.refusedCount;
            assertSameFiles(never, there, "seed " + seed);
            assertReadBack(there, entries, "seed " + seed);
        }
        assertTrue(refused > SEEDS, "only " + refused + " changes found no room");
    }

    @Test
    void whileTheDiskIsFullTheFileEndsWithAWholeEntry() throws IOException {
        AtomicBoolean isFull = new AtomicBoolean();
        Disk disk =
                new Disk() {
                    @Override
                    public void write(FileChannel channel, ByteBuffer bytes, long offset)
                            throws IOException {
                        if (!isFull.get()) {
                            Disk.REAL.write(channel, bytes, offset);
                            return;
                        }
                        int half = bytes.remaining() / 2;
                        Disk.REAL.write(channel, bytes.slice(bytes.position(), half), offset);
                        throw new IOException(FullDisk.REASON);
                    }
                };
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(temp), disk)) {
            files.append(TestEntries.entry(2, 1, 0, 100), false);
            files.flush();
            Path chunk = temp.resolve("ledger_1");
            long whole = Files.size(chunk);
            byte[] second = TestEntries.entry(2, 2, 0, 100);
            isFull.set(true);
            files.append(second, false);

            assertThrows(OutOfSpaceException.class, files::flush);
            assertEquals(whole, Files.size(chunk));

            isFull.set(false);
            files.flush();
            assertEquals(whole + second.length, Files.size(chunk));
        }
    }

    /** Appends, commits and truncates at random; returns what must be there at the end. */
    private static List<byte[]> live(Path directory, Disk disk, long seed) {
        Random random = new Random(seed);
        List<byte[]> entries = new ArrayList<>();
        int committed = 0;
        LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory), disk);
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(20);
            if (choice < 14) {
                int flags = random.nextInt(4) == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
                flags |= random.nextInt(8) == 0 ? EntryFlags.FORCE_CHUNK_BEFORE : 0;
                int size = random.nextInt(10) == 0 ? 300_000 : random.nextInt(200);
                byte[] entry = TestEntries.entry(2L + step, entries.size() + 1L, flags, size);
                boolean isCommittable = EntryFlags.endsChunk(flags) || random.nextInt(3) == 0;
                untilThereIsSpace(() -> files.append(entry, isCommittable));
                entries.add(entry);
            } else if (choice < 17) {
                committed += random.nextInt(entries.size() - committed + 1);
                untilThereIsSpace(files::flush);
                files.commit(committed);
            } else {
                int seqno = committed + random.nextInt(entries.size() - committed + 1);
                entries.subList(seqno, entries.size()).clear();
                untilThereIsSpace(() -> files.truncate(seqno));
            }
            assertEquals(entries.size(), files.lastSeqno());
        }
        untilThereIsSpace(files::flush);
        files.close();
        return entries;
    }

    private static void untilThereIsSpace(Runnable write) {
        while (true) {
            try {
                write.run();
                return;
            } catch (OutOfSpaceException e) {
                assertTrue(String.valueOf(e.getMessage()).contains(FullDisk.REASON));
            }
        }
    }

    private static void assertSameFiles(Path expected, Path actual, String where)
            throws IOException {
        List<Path> names;
        try (var files = Files.list(expected)) {
            names = files.map(Path::getFileName).sorted().toList();
        }
        try (var files = Files.list(actual)) {
            assertEquals(names, files.map(Path::getFileName).sorted().toList(), where);
        }
        for (Path name : names) {
            assertArrayEquals(
                    Files.readAllBytes(expected.resolve(name)),
                    Files.readAllBytes(actual.resolve(name)),
                    where + ": " + name);
        }
    }

    private static void assertReadBack(Path directory, List<byte[]> entries, String where) {
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            assertEquals(entries.size(), files.lastSeqno(), where);
            for (int i = 0; i < entries.size(); i++) {
                assertArrayEquals(entries.get(i), files.read(i + 1L).orElseThrow(), where);
            }
        }
    }
}
