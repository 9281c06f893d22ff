package dev.tallystick.ledger;

import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.LedgerFileName;
import dev.tallystick.ledger.files.RawEntry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All entries of a recorded ledger directory, public parts decoded. */
public final class RecordedLedger {
    private RecordedLedger() {}

    /** The raw entries, in order. */
    public static List<RawEntry> raw(String directory) {
        List<RawEntry> entries = new ArrayList<>();
        for (Path file : sorted(directory)) {
            try (ChunkReader reader = ChunkReader.open(file)) {
                for (Optional<RawEntry> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    entries.add(next.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return entries;
    }

    /** The decoded entries, in order. */
    public static List<Entry> entries(String directory) {
        EntryDecoder decoder = new EntryDecoder();
        return raw(directory).stream().map(raw -> decoder.decodePublic(raw.bytes())).toList();
    }

    /** The latest value of a single-value table. */
    public static Bytes latest(List<Entry> entries, String table) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Optional<Bytes> value = entries.get(i).publicWrites().value(table, Bytes.EIGHT_ZEROS);
            if (value.isPresent()) {
                return value.get();
            }
        }
        throw new AssertionError("no value in " + table);
    }

    private static List<Path> sorted(String directory) {
        return RecordedServices.files(directory).stream()
                .sorted(
                        Comparator.comparingLong(
                                file -> LedgerFileName.of(file).orElseThrow().start()))
                .toList();
    }
}
