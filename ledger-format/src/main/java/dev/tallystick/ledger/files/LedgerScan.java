package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a node does with the files it finds at start (spec 01, 1.8): learn how far they are
 * committed, set aside what must not be used, cut off a torn last entry.
 */
final class LedgerScan {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerScan.class);

    private final Disk disk;
    private final List<WritableChunk> chunks = new ArrayList<>();

    /**
     * First and last seqnos of the committed files; of several with the same first, the longest.
     */
    private final NavigableMap<Long, Long> committedRanges = new TreeMap<>();

    private LedgerScan(Disk disk) {
        this.disk = disk;
    }

    /** Looks through all directories; the main one is changed. */
    static LedgerScan run(LedgerFilesOptions options, Disk disk) throws IOException {
        LedgerScan scan = new LedgerScan(disk);
        for (Path directory : options.readOnly()) {
            scan.noteCommitted(ledgerFiles(directory));
        }
        warnOfOthers(options.main());
        List<Path> files = ledgerFiles(options.main());
        scan.noteCommitted(files);
        for (Path file : files) {
            scan.visit(file, LedgerFileName.of(file).orElseThrow());
        }
        scan.chunks.sort(Comparator.comparingLong(WritableChunk::last));
        scan.warnOfGaps();
        return scan;
    }

    private void warnOfGaps() {
        long last = committed();
        for (WritableChunk chunk : chunks) {
            if (chunk.start() > last + 1) {
                LOG.warn(
                        "No entries from {} to {} before {}",
                        last + 1,
                        chunk.start() - 1,
                        chunk.path());
            }
            last = Math.max(last, chunk.last());
        }
    }

    /** The uncommitted chunks, in order of their last seqnos. */
    List<WritableChunk> chunks() {
        return chunks;
    }

    /** Seqno up to which committed files exist; 0 if there are none. */
    long committed() {
        return committedRanges.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** All files of {@code directory} that are named like ledger files, sorted by name. */
    static List<Path> ledgerFiles(Path directory) throws IOException {
        return list(directory).stream().filter(LedgerScan::isLedgerFile).toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isLedgerFile(Path file) {
        return LedgerFileName.of(file).isPresent() && Files.isRegularFile(file);
    }

    private static void warnOfOthers(Path directory) throws IOException {
        for (Path file : list(directory)) {
            if (!isLedgerFile(file)) {
                LOG.warn("Not a ledger file, left alone: {}", file);
            }
        }
    }

    private void noteCommitted(List<Path> files) {
        for (Path file : files) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            if (name.isCommitted() && name.end() != 0) {
                committedRanges.merge(name.start(), name.end(), Math::max);
            }
        }
    }

    /** Whether committed files have all entries of {@code chunk}. */
    private boolean isInCommittedFiles(WritableChunk chunk) {
        long next = chunk.start();
        for (var range : committedRanges.headMap(chunk.last(), true).entrySet()) {
            next = range.getKey() <= next ? Math.max(next, range.getValue() + 1) : next;
        }
        return next > chunk.last();
    }

    private void visit(Path file, LedgerFileName name) throws IOException {
        if (name.isIgnored()) {
            return;
        }
        if (name.isRecovery()) {
            setAside(disk, file, "an unfinished recovery wrote it");
        } else if (name.isCommitted()) {
            if (name.end() == 0) {
                LOG.error("Committed ledger file without last seqno, not used: {}", file);
            }
        } else if (name.end() != 0 && name.end() <= committed()) {
            setAside(disk, file, "its entries are in committed files");
        } else {
            reopen(file, name);
        }
    }

    private void reopen(Path file, LedgerFileName name) throws IOException {
        Optional<WritableChunk> chunk;
        try {
            chunk = open(file, name);
        } catch (LedgerFormatException e) {
            LOG.warn("{}", e.getMessage());
            setAside(disk, file, "it is damaged");
            return;
        }
        if (chunk.isEmpty()) {
            LOG.warn("Deleting a ledger file without a whole entry: {}", file);
            disk.delete(file);
        } else if (isInCommittedFiles(chunk.get())) {
            chunk.get().close();
            setAside(disk, file, "its entries are in committed files");
        } else {
            chunks.add(chunk.get());
        }
    }

    private Optional<WritableChunk> open(Path path, LedgerFileName name) throws IOException {
        try (ChunkFile file = ChunkFile.open(path, name)) {
            ChunkWalk walk = new ChunkWalk(file);
            long tableOffset = file.tableOffset();
            if (tableOffset != 0) {
                ChunkExtent entries = entriesOfTable(file, walk, tableOffset);
                return Optional.of(WritableChunk.reopen(disk, path, entries, true));
            }
            ChunkExtent entries = walk.entriesBefore(file.size());
            if (entries.entriesEnd() < file.size()) {
                cut(file, walk, entries);
            }
            if (entries.positions().count() == 0) {
                return Optional.empty();
            }
            WritableChunk chunk = WritableChunk.reopen(disk, path, entries, false);
            if (walk.endsWithFlag(entries)) {
                chunk.complete(); // as the process was about to do when it was killed
            }
            return Optional.of(chunk);
        }
    }

    /** A table that does not say where the entries are would make all of them unreadable. */
    private static ChunkExtent entriesOfTable(ChunkFile file, ChunkWalk walk, long tableOffset)
            throws IOException {
        Positions table = file.positions(tableOffset);
        ChunkExtent entries = walk.entriesBefore(tableOffset);
        if (entries.entriesEnd() != tableOffset || !entries.positions().isSameAs(table)) {
            throw file.damaged(tableOffset, "positions table does not fit the entries");
        }
        return entries;
    }

    /** Cuts off a torn end; of what is no torn end, a copy is kept aside. */
    private void cut(ChunkFile file, ChunkWalk walk, ChunkExtent entries) throws IOException {
        Path path = file.path();
        long end = entries.entriesEnd();
        LOG.warn(
                "Cutting {} bytes after the last whole entry of {}, offset {}, seqno {}",
                file.size() - end,
                path,
                end,
                entries.last() + 1);
        if (walk.hasEntryBehind(entries)) {
            Path copy = ignoredName(path);
            LOG.error(
                    "{} is damaged at offset {}, seqno {}: entries behind are lost; kept as {}",
                    path,
                    end,
                    entries.last() + 1,
                    copy.getFileName());
            Files.copy(path, copy);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            disk.truncate(channel, end);
        }
    }

    /** Renames a file so that nobody reads it again; never over another one. */
    static void setAside(Disk disk, Path file, String reason) throws IOException {
        Path target = ignoredName(file);
        LOG.warn("Setting aside {} as {}: {}", file, target.getFileName(), reason);
        disk.move(file, target);
    }

    private static Path ignoredName(Path file) {
        Path target = file;
        do {
            target =
                    target.resolveSibling(
                            LedgerFileName.ignored(String.valueOf(target.getFileName())));
        } while (Files.exists(target));
        return target;
    }
}
