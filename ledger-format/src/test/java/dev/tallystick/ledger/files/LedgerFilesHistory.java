package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.ledger.entry.EntryFlags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A random life of ledger files, and beside it a plain model of what must be in the directory.
 * Replay: run it alone with the seed of the failure.
 */
final class LedgerFilesHistory {
    private static final class Chunk {
        final int start;
        final List<byte[]> entries = new ArrayList<>();
        boolean isComplete;
        boolean isNamed;

        Chunk(int start) {
            this.start = start;
        }

        int last() {
            return start + entries.size() - 1;
        }

        String name() {
            return isNamed ? "ledger_" + start + "-" + last() + ".committed" : "ledger_" + start;
        }
    }

    private final long seed;
    private final Random random;
    private final Path directory;
    private final List<Chunk> chunks = new ArrayList<>();
    private long view = 2;
    private int last;
    private int committed;
    private LedgerFiles files;

    LedgerFilesHistory(long seed, Path directory) {
        this.seed = seed;
        this.random = new Random(seed);
        this.directory = directory;
        this.files = LedgerFiles.open(LedgerFilesOptions.of(directory));
    }

    void run(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            change();
            check("seed " + seed + ", step " + step);
        }
        files.close();
    }

    private void change() {
        int choice = random.nextInt(20);
        if (choice < 13) {
            append();
        } else if (choice < 16) {
            commit(random.nextInt(last + 2));
        } else if (choice < 18) {
            truncate(random.nextInt(last + 2));
        } else {
            reopen();
        }
    }

    private void append() {
        boolean isSignature = random.nextInt(3) == 0;
        int flags = isSignature && random.nextInt(2) == 0 ? EntryFlags.FORCE_CHUNK_AFTER : 0;
        flags |= random.nextInt(12) == 0 ? EntryFlags.FORCE_CHUNK_BEFORE : 0;
        byte[] entry = TestEntries.entry(view, last + 1, flags, random.nextInt(300));
        files.append(entry, isSignature);

        boolean isOpen = !chunks.isEmpty() && !chunks.getLast().isComplete;
        if (isOpen && EntryFlags.startsChunk(flags)) {
            chunks.getLast().isComplete = true;
            isOpen = false;
        }
        if (!isOpen) {
            chunks.add(new Chunk(last + 1));
        }
        chunks.getLast().entries.add(entry);
        chunks.getLast().isComplete = EntryFlags.endsChunk(flags);
        last++;
    }

    private void commit(int seqno) {
        files.commit(seqno);

        if (seqno > committed && seqno <= last) {
            committed = seqno;
            for (Chunk chunk : chunks) {
                chunk.isNamed |= chunk.isComplete && chunk.last() <= seqno;
            }
        }
    }

    private void truncate(int seqno) {
        files.truncate(seqno);
        view++;

        if (seqno < last && seqno >= committed) {
            chunks.removeIf(chunk -> chunk.start > seqno);
            if (!chunks.isEmpty() && chunks.getLast().last() > seqno) {
                Chunk cut = chunks.getLast();
                cut.isComplete = false;
                cut.entries.subList(seqno - cut.start + 1, cut.entries.size()).clear();
            }
            last = seqno;
        }
    }

    private void reopen() {
        files.close();
        files = LedgerFiles.open(LedgerFilesOptions.of(directory));

        committed = 0;
        for (Chunk chunk : chunks) {
            committed = chunk.isNamed ? chunk.last() : committed;
        }
    }

    private void check(String where) throws IOException {
        assertEquals(last, files.lastSeqno(), where);
        assertEquals(committed, files.committedSeqno(), where);
        for (Chunk chunk : chunks) {
            int index = random.nextInt(chunk.entries.size());
            Optional<byte[]> entry = files.read((long) chunk.start + index);
            assertArrayEquals(chunk.entries.get(index), entry.orElseThrow(), where);
        }
        assertEquals(Optional.empty(), files.read(last + 1L), where);
        files.flush();
        SortedMap<String, Chunk> expected = new TreeMap<>();
        chunks.forEach(chunk -> expected.put(chunk.name(), chunk));
        try (var listing = Files.list(directory)) {
            List<String> names =
                    listing.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(List.copyOf(expected.keySet()), names, where);
        }
        for (Chunk chunk : chunks) {
            assertArrayEquals(
                    TestEntries.chunk(chunk.entries, chunk.isComplete),
                    Files.readAllBytes(directory.resolve(chunk.name())),
                    () -> where + ", " + chunk.name());
        }
    }
}
