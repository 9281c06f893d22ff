package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.entry.EntryFlags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A node is killed at each single change that it makes to the disk, and started again: what was
 * committed is there, nothing else than what was once appended is, and the node goes on.
 *
 * <p>Replay: the message of a failure names seed and change.
 */
class LedgerFilesCrashTest {
    private static final int STEPS = 40;
    private static final int SEEDS = 4;

    @TempDir Path temp;

    /** A life of which only the plain outcome is noted: the entries before and after each step. */
    private static final class Life {
        final Random random;
        final LedgerFiles files;
        List<byte[]> before = new ArrayList<>();
        List<byte[]> after = new ArrayList<>();
        int committed;
        int committedBefore;

        /** Entries after it do not count until the recovery is complete; -1 without one. */
        int recoveryStart = -1;

        Life(Random random, LedgerFiles files) {
            this.random = random;
            this.files = files;
        }

        void step() {
            before = List.copyOf(after);
            committedBefore = committed;
            int choice = random.nextInt(20);
            if (choice < 11) {
                append();
            } else if (choice < 15) {
                committed += random.nextInt(after.size() - committed + 1);
                files.flush();
                files.commit(committed);
            } else if (choice < 18) {
                int seqno = committed + random.nextInt(after.size() - committed + 1);
                after.subList(seqno, after.size()).clear();
                files.truncate(seqno);
            } else if (recoveryStart < 0) {
                recoveryStart = committed;
                after.subList(committed, after.size()).clear();
                files.startRecovery(committed);
            } else {
                files.completeRecovery();
                recoveryStart = -1;
            }
        }

        private void append() {
            int flags = random.nextInt(4) == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
            flags |= random.nextInt(8) == 0 ? EntryFlags.FORCE_CHUNK_BEFORE : 0;
            long view = 2L + random.nextInt(1000);
            byte[] entry = TestEntries.entry(view, after.size() + 1L, flags, random.nextInt(200));
            after.add(entry);
            files.append(entry, EntryFlags.endsChunk(flags) || random.nextInt(3) == 0);
        }

        /** Seqno up to which everything must survive a kill. */
        int safe() {
            return recoveryStart < 0 ? committedBefore : Math.min(committedBefore, recoveryStart);
        }
    }

    @Test
    void nothingCommittedIsLostWhereverANodeIsKilled() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            int changes = 0;
            while (killAt(changes, seed)) {
                changes++;
            }
            assertTrue(changes > STEPS, "seed " + seed + " made only " + changes + " changes");
        }
    }

    /** Whether the life of {@code seed} has so many changes. */
    private boolean killAt(int changes, long seed) throws IOException {
        String where = "seed " + seed + ", killed at change " + changes;
        Path directory = Files.createDirectory(temp.resolve(seed + "-" + changes));
        DyingDisk disk = new DyingDisk(changes, new Random(31 * seed + changes));
        LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory), disk);
        Life life = new Life(new Random(seed), files);
        try {
            for (int step = 0; step < STEPS && !disk.isDead(); step++) {
                life.step();
            }
        } catch (UncheckedIOException e) {
            assertTrue(disk.isDead(), where + ": " + e);
        }
        if (disk.isDead()) {
            checkSurvivors(life, directory, where);
        }
        return disk.isDead();
    }

    private static void checkSurvivors(Life life, Path directory, String where) {
        List<byte[]> entries = new ArrayList<>();
        try (LedgerFiles again = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            assertTrue(
                    again.lastSeqno() >= life.safe(),
                    "%s: %d of %d are left".formatted(where, again.lastSeqno(), life.safe()));
            for (int seqno = 1; seqno <= again.lastSeqno(); seqno++) {
                byte[] entry = again.read(seqno).orElse(TestEntries.entry(1, seqno, 0, 0));
                assertTrue(
                        isAt(life.before, seqno, entry) || isAt(life.after, seqno, entry),
                        where + ": entry " + seqno);
                entries.add(entry);
            }
            byte[] next =
                    TestEntries.entry(5000, entries.size() + 1L, EntryFlags.FORCE_CHUNK_AFTER, 1);
            entries.add(next);
            again.append(next, true);
            again.commit(again.lastSeqno());
        }
        try (LedgerFiles again = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            assertEquals(entries.size(), again.committedSeqno(), where);
            List<byte[]> read = again.read(1, entries.size(), 1 << 20);
            assertEquals(entries.size(), read.size(), where);
            for (int i = 0; i < read.size(); i++) {
                assertArrayEquals(entries.get(i), read.get(i), where + ": entry " + (i + 1));
            }
        }
    }

    private static boolean isAt(List<byte[]> entries, int seqno, byte[] entry) {
        return seqno <= entries.size() && Arrays.equals(entries.get(seqno - 1), entry);
    }

    @Test
    void aNodeThatIsKilledWhileItResumesCanResumeAgain() throws IOException {
        List<byte[]> old = chain(2);
        List<byte[]> diverging = new ArrayList<>(old.subList(0, 9));
        diverging.addAll(chain(3).subList(9, old.size()));
        for (List<byte[]> wanted : List.of(old, diverging)) {
            int changes = 0;
            boolean isKilled = true;
            while (isKilled) {
                Path directory =
                        Files.createDirectory(
                                temp.resolve("r" + wanted.hashCode() + "-" + changes));
                write(directory, Disk.REAL, 0, old);
                DyingDisk disk = new DyingDisk(changes, new Random(changes));
                isKilled = !write(directory, disk, 4, wanted);
                String where = "killed at change " + changes;
                if (isKilled) {
                    checkWithoutGap(directory, where);
                    assertTrue(write(directory, Disk.REAL, 4, wanted));
                }
                try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
                    assertEquals(wanted.size(), files.committedSeqno(), where);
                    for (int seqno = 1; seqno <= wanted.size(); seqno++) {
                        assertArrayEquals(
                                wanted.get(seqno - 1),
                                files.read(seqno).orElse(null),
                                where + ": entry " + seqno);
                    }
                }
                changes++;
            }
        }
    }

    private static void checkWithoutGap(Path directory, String where) {
        try (LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory))) {
            assertTrue(files.lastSeqno() >= 4, where);
            List<byte[]> entries = files.read(1, files.lastSeqno(), 1 << 20);
            assertEquals(files.lastSeqno(), entries.size(), where);
        }
    }

    /** Chunks of four entries each. */
    private static List<byte[]> chain(long view) {
        List<byte[]> entries = new ArrayList<>();
        for (int seqno = 1; seqno <= 20; seqno++) {
            int flags = seqno % 4 == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
            entries.add(TestEntries.entry(view, seqno, flags, 10));
        }
        return entries;
    }

    /** Writes and commits all entries after {@code from}; whether it came to the end. */
    private static boolean write(Path directory, Disk disk, int from, List<byte[]> entries) {
        try {
            LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(directory), disk);
            files.resume(from, 0);
            for (byte[] entry : entries.subList(from, entries.size())) {
                files.append(entry, EntryFlags.endsChunk(TestEntries.flags(entry)));
            }
            files.commit(entries.size());
            files.close();
            return !(disk instanceof DyingDisk dying && dying.isDead());
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
