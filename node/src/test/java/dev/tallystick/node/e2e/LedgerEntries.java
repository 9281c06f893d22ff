package dev.tallystick.node.e2e;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.RawEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The public side of all whole entries of a ledger directory, by seqno. */
final class LedgerEntries {
    private LedgerEntries() {}

    static SortedMap<Long, Entry> read(Path ledger) throws IOException {
        SortedMap<Long, Entry> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(ledger)) {
            for (Path file : files.toList()) {
                try (ChunkReader reader = ChunkReader.open(file)) {
                    readInto(entries, reader);
                }
            }
        }
        return entries;
    }

    /** A torn last entry, of which the auditor tells, ends the file. */
    private static void readInto(SortedMap<Long, Entry> entries, ChunkReader reader)
            throws IOException {
        EntryDecoder decoder = new EntryDecoder();
        try {
            for (Optional<RawEntry> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                Entry entry = decoder.decodePublic(raw.get().bytes());
                entries.put(entry.txId().seqno(), entry);
            }
        } catch (LedgerFormatException e) {
            // Nothing whole follows.
        }
    }
}
