package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.ledger.entry.EntryFlags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * A random life of ledger files, with its naive twin: appends, commits, roll-backs, restarts,
 * recoveries, joins over existing files, and an operator who moves files to an archive. After each
 * step content and directories must be the twin's. Replay: run it alone with the seed of the
 * failure.
 */
final class LedgerFilesHistory {
    private final long seed;
    private final Random random;
    private final Path main;
    private final Path archive;
    private final PlainLedgerFiles twin = new PlainLedgerFiles();

    /** The last entry appended at each seqno: what a joining node may find and receive again. */
    private final Map<Integer, byte[]> past = new HashMap<>();

    private long view = 2;
    private LedgerFiles files;

    LedgerFilesHistory(long seed, Path directory) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.main = directory.resolve("main");
        this.archive = Files.createDirectory(directory.resolve("archive"));
        this.files = open();
    }

    private LedgerFiles open() {
        return LedgerFiles.open(new LedgerFilesOptions(main, List.of(archive), false));
    }

    void run(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            String change = change();
            check("seed " + seed + ", step " + step + ", " + change);
        }
        files.close();
    }

    private String change() throws IOException {
        int choice = random.nextInt(100);
        if (choice < 66) {
            return append();
        }
        if (choice < 78) {
            int seqno = random.nextInt(twin.last() + 2);
            files.commit(seqno);
            twin.commit(seqno);
            return "commit " + seqno;
        }
        if (choice < 86) {
            int seqno = random.nextInt(twin.last() + 2);
            files.truncate(seqno);
            twin.truncate(seqno);
            view++;
            return "truncate " + seqno;
        }
        if (choice < 90) {
            return archive();
        }
        if (choice < 94) {
            return recover();
        }
        return choice < 97 ? reopen() : join();
    }

    private String append() {
        int seqno = twin.last() + 1;
        boolean isRepeated = past.containsKey(seqno) && random.nextInt(20) != 0;
        byte[] entry = isRepeated ? Objects.requireNonNull(past.get(seqno)) : newEntry(seqno);
        int flags = TestEntries.flags(entry);
        files.append(entry, EntryFlags.endsChunk(flags) || random.nextInt(5) == 0);
        twin.append(entry, flags);
        past.put(seqno, entry);
        return "append " + seqno + (isRepeated ? " again" : "");
    }

    private byte[] newEntry(int seqno) {
        int flags = random.nextInt(6) == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
        flags |= random.nextInt(12) == 0 ? EntryFlags.FORCE_CHUNK_BEFORE : 0;
        return TestEntries.entry(view, seqno, flags, random.nextInt(300));
    }

    private String archive() throws IOException {
        int seqno = random.nextInt(twin.last() + 1);
        Optional<String> name = twin.archive(seqno);
        if (name.isPresent()) {
            Files.move(main.resolve(name.get()), archive.resolve(name.get()));
        }
        return "archive " + name;
    }

    private String recover() {
        if (twin.isRecovering()) {
            files.completeRecovery();
            twin.completeRecovery();
            return "complete the recovery";
        }
        int seqno = twin.committed() + random.nextInt(twin.last() - twin.committed() + 1);
        files.startRecovery(seqno);
        twin.startRecovery(seqno);
        view++;
        return "start a recovery from " + seqno;
    }

    private String reopen() {
        files.close();
        files = open();
        twin.reopen();
        return "reopen";
    }

    private String join() {
        reopen();
        int seqno = random.nextInt(twin.last() + 1);
        int recoveryStart = random.nextInt(4) == 0 ? seqno + random.nextInt(10) : 0;
        files.resume(seqno, recoveryStart);
        twin.resume(seqno, recoveryStart);
        return "resume after " + seqno + ", recovery from " + recoveryStart;
    }

    private void check(String where) throws IOException {
        assertEquals(twin.last(), files.lastSeqno(), where);
        assertEquals(twin.committed(), files.committedSeqno(), where);
        for (int i = 0; i < 5; i++) {
            int seqno = random.nextInt(twin.last() + 2);
            byte[] entry = files.read(seqno).orElse(null);
            assertArrayEquals(twin.read(seqno), entry, where + ", read " + seqno);
        }
        checkRange(where);
        files.flush();
        checkDirectory(twin.directory(false), main, where);
        checkDirectory(twin.directory(true), archive, where);
    }

    private void checkRange(String where) {
        int from = 1 + random.nextInt(twin.last() + 1);
        int to = from + random.nextInt(30);
        int sizeMax = random.nextInt(5000);
        List<byte[]> expected = new ArrayList<>();
        int size = 0;
        for (int seqno = from; seqno <= to; seqno++) {
            byte[] entry = twin.read(seqno);
            size += entry == null ? 0 : entry.length;
            if (entry == null || (size > sizeMax && !expected.isEmpty())) {
                break;
            }
            expected.add(entry);
        }
        List<byte[]> found = files.read(from, to, sizeMax);
        String read = where + ", read " + from + " to " + to + " in " + sizeMax;
        assertEquals(expected.size(), found.size(), read);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i), read + ": " + (from + i));
        }
    }

    private static void checkDirectory(Map<String, byte[]> expected, Path directory, String where)
            throws IOException {
        try (var listing = Files.list(directory)) {
            List<String> names =
                    listing.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(List.copyOf(expected.keySet()), names, where);
        }
        for (Map.Entry<String, byte[]> file : expected.entrySet()) {
            assertArrayEquals(
                    file.getValue(),
                    Files.readAllBytes(directory.resolve(file.getKey())),
                    () -> where + ", " + file.getKey());
        }
    }
}
