package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.tallystick.ledger.entry.EntryFlags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ledger directory in a test, and entries to write into it. */
record LedgerDirectory(Path path) {
    /** An entry that ends a chunk if {@code isEnd}. */
    static byte[] entry(long view, long seqno, boolean isEnd) {
        return TestEntries.entry(view, seqno, isEnd ? EntryFlags.FORCE_CHUNK_AFTER : 0, 10);
    }

    /** Entries 1 to {@code count}, of which every {@code each}th ends a chunk. */
    static List<byte[]> chain(long view, int count, int each) {
        List<byte[]> entries = new ArrayList<>();
        for (int seqno = 1; seqno <= count; seqno++) {
            entries.add(entry(view, seqno, seqno % each == 0));
        }
        return entries;
    }

    LedgerFiles open() {
        return LedgerFiles.open(LedgerFilesOptions.of(path));
    }

    /** Appends, flushes and commits all of {@code entries}. */
    static void append(LedgerFiles files, List<byte[]> entries) {
        for (byte[] entry : entries) {
            files.append(entry, EntryFlags.endsChunk(TestEntries.flags(entry)));
        }
        files.flush();
        files.commit(files.lastSeqno());
    }

    List<String> names() throws IOException {
        try (var listing = Files.list(path)) {
            return listing.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    byte[] content(String name) throws IOException {
        return Files.readAllBytes(path.resolve(name));
    }

    void write(String name, byte[] content) throws IOException {
        Files.write(path.resolve(name), content);
    }

    void assertContent(String name, List<byte[]> entries, boolean isComplete) throws IOException {
        assertArrayEquals(TestEntries.chunk(entries, isComplete), content(name), name);
    }
}
