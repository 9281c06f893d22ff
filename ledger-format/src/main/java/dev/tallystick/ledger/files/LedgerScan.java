package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;

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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node does with the files it finds at start (spec 01, 1.8): learn how far they are
 * committed, set aside what must not be used, cut off a torn last entry.
 */
final class LedgerScan {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerScan.class);

    private final List<WritableChunk> chunks = new ArrayList<>();
    private long committed;

    /** Looks through all directories; the main one is changed. */
    static LedgerScan run(LedgerFilesOptions options) throws IOException {
        LedgerScan scan = new LedgerScan();
        for (Path directory : options.readOnly()) {
            scan.raiseCommitted(ledgerFiles(directory));
        }
        warnOfOthers(options.main());
        List<Path> files = ledgerFiles(options.main());
        scan.raiseCommitted(files);
        for (Path file : files) {
            scan.visit(file, LedgerFileName.of(file).orElseThrow());
        }
        scan.chunks.sort(Comparator.comparingLong(WritableChunk::last));
        scan.warnOfGaps();
        return scan;
    }

    private void warnOfGaps() {
        long last = committed;
        for (WritableChunk chunk : chunks) {
            if (chunk.start() > last + 1) {
                LOG.warn(
                        "No entries from {} to {} before {}",
                        last + 1,
                        chunk.start() - 1,
                        chunk.path());
            }
            last = chunk.last();
        }
    }

    /** The uncommitted chunks, in order of their last seqnos. */
    List<WritableChunk> chunks() {
        return chunks;
    }

    /** Seqno up to which committed files exist; 0 if there are none. */
    long committed() {
        return committed;
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

    private void raiseCommitted(List<Path> files) {
        for (Path file : files) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            if (name.isCommitted()) {
                committed = Math.max(committed, name.end());
            }
        }
    }

    private void visit(Path file, LedgerFileName name) throws IOException {
        if (name.isIgnored()) {
            return;
        }
        if (name.isRecovery()) {
            setAside(file, "an unfinished recovery wrote it");
        } else if (name.isCommitted()) {
            if (name.end() == 0) {
                LOG.error("Committed ledger file without last seqno, not used: {}", file);
            }
        } else if (name.end() != 0 && name.end() <= committed) {
            setAside(file, "its entries are in committed files");
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
            setAside(file, "it is damaged");
            return;
        }
        if (chunk.isEmpty()) {
            LOG.warn("Deleting a ledger file without a whole entry: {}", file);
            Files.delete(file);
        } else if (chunk.get().last() <= committed) {
            chunk.get().close();
            setAside(file, "its entries are in committed files");
        } else {
            chunks.add(chunk.get());
        }
    }

    private static Optional<WritableChunk> open(Path path, LedgerFileName name) throws IOException {
        try (ChunkFile file = ChunkFile.open(path, name)) {
            long tableOffset = file.tableOffset();
            if (tableOffset != 0) {
                Positions positions = file.positions(tableOffset);
                checkTable(file, positions, tableOffset);
                return Optional.of(
                        WritableChunk.reopen(path, name.start(), positions, tableOffset, true));
            }
            Positions positions = new Positions();
            long end = walk(file, positions, file.size());
            if (end < file.size()) {
                LOG.warn(
                        "Cutting {} bytes after the last whole entry of {}",
                        file.size() - end,
                        path);
                cut(path, end);
            }
            return positions.count() == 0
                    ? Optional.empty()
                    : Optional.of(WritableChunk.reopen(path, name.start(), positions, end, false));
        }
    }

    /** A table that does not say where the entries are would make all of them unreadable. */
    private static void checkTable(ChunkFile file, Positions positions, long tableOffset)
            throws IOException {
        Positions real = new Positions();
        long end = walk(file, real, tableOffset);
        if (end != tableOffset || !real.isSameAs(positions)) {
            throw file.damaged(tableOffset, "positions table does not fit the entries");
        }
    }

    /**
     * Collects the whole entries before {@code limit}; returns the offset after the last of them.
     */
    private static long walk(ChunkFile file, Positions positions, long limit) throws IOException {
        long offset = ChunkFile.ENTRIES_OFFSET;
        long seqno = file.name().start();
        while (limit - offset >= ChunkFile.ENTRY_SIZE_MIN) {
            byte[] start = file.read(offset, ChunkFile.ENTRY_SIZE_MIN);
            long size = EntryHeader.wholeEntrySize(start, seqno);
            if (size < 0 || size > limit - offset) {
                return offset;
            }
            positions.add(offset);
            offset += size;
            seqno++;
        }
        return offset;
    }

    private static void cut(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Renames a file so that nobody reads it again; never over another one. */
    private static void setAside(Path file, String reason) throws IOException {
        Path target = file;
        do {
            target =
                    target.resolveSibling(
                            LedgerFileName.ignored(String.valueOf(target.getFileName())));
        } while (Files.exists(target));
        LOG.warn("Setting aside {} as {}: {}", file, target.getFileName(), reason);
        Files.move(file, target);
    }
}
