package dev.tallystick.ledger.files;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads entries from committed files, wherever they lie now (spec 01, 1.11).
 *
 * <p>Operators may move committed files to a read-only directory at any time, so directories are
 * listed anew whenever no open file has the entry. At most {@value #OPEN_FILES_MAX} files are kept
 * open, the oldest is closed first. Safe for use by several threads, one at a time.
 */
final class CommittedChunks implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CommittedChunks.class);

    /** Files kept open for reading. */
    static final int OPEN_FILES_MAX = 5;

    /** Of two files with the same entry, the one that begins later was written later. */
    private static final Comparator<LedgerFileName> LATEST_FIRST =
            Comparator.comparingLong(LedgerFileName::start).reversed();

    private record Chunk(ChunkFile file, ChunkExtent extent) {
        List<byte[]> read(long from, long to) throws IOException {
            long offset = extent.offset(from);
            int size = (int) (extent.end(to) - offset);
            return extent.split(file.path(), from, file.read(offset, size));
        }
    }

    private final LedgerFilesOptions options;
    private final Deque<Chunk> open = new ArrayDeque<>();

    CommittedChunks(LedgerFilesOptions options) {
        this.options = options;
    }

    /**
     * The first entries of {@code range}, as many as one file has and the range allows.
     *
     * @return empty if there are none, or no sound file has them, which is logged
     */
    synchronized List<byte[]> read(EntryRange range) throws IOException {
        List<Path> tried = new ArrayList<>();
        for (Chunk chunk : List.copyOf(open)) {
            if (chunk.extent().covers(range.from())) {
                tried.add(chunk.file().path());
                Optional<List<byte[]>> entries = readFrom(chunk, range);
                if (entries.isPresent()) {
                    return entries.get();
                }
            }
        }
        for (Path path : candidates(range.from())) {
            if (!tried.contains(path)) {
                Optional<Chunk> chunk = open(path);
                Optional<List<byte[]>> entries =
                        chunk.isPresent() ? readFrom(chunk.get(), range) : Optional.empty();
                if (entries.isPresent()) {
                    return entries.get();
                }
            }
        }
        LOG.warn("Cannot find ledger file for seqno {}", range.from());
        return List.of();
    }

    /** Empty if the first entry is damaged, which is logged; a later one only ends the result. */
    private Optional<List<byte[]>> readFrom(Chunk chunk, EntryRange range) throws IOException {
        long to = range.lastIn(chunk.extent());
        while (to >= range.from()) {
            try {
                return Optional.of(chunk.read(range.from(), to));
            } catch (ChunkFormatException e) {
                LOG.error("Could not read seqno {}: {}", e.seqno(), e.getMessage());
                if (e.seqno() == range.from()) {
                    return Optional.empty();
                }
                to = e.seqno() - 1;
            } catch (ClosedChannelException e) {
                open.remove(chunk); // an interrupt closes the channel; the next reader opens it
                throw e;
            }
        }
        return Optional.of(List.of());
    }

    /**
     * Files whose names cover {@code seqno}: the main directory first, then the others in order.
     */
    private List<Path> candidates(long seqno) throws IOException {
        List<LedgerFileName> names = new ArrayList<>();
        for (Path file : LedgerScan.ledgerFiles(options.main())) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            if (name.covers(seqno) && !name.isIgnored()) {
                names.add(name);
            }
        }
        names.sort(LATEST_FIRST);
        List<Path> found = new ArrayList<>();
        names.forEach(name -> found.add(options.main().resolve(name.text())));
        for (Path directory : options.readOnly()) {
            for (Path file : LedgerScan.ledgerFiles(directory)) {
                LedgerFileName name = LedgerFileName.of(file).orElseThrow();
                if (name.covers(seqno) && name.isCommitted()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private Optional<Chunk> open(Path path) throws IOException {
        LedgerFileName name = LedgerFileName.of(path).orElseThrow();
        ChunkFile file = ChunkFile.open(path, name);
        try {
            long tableOffset = file.tableOffset();
            if (tableOffset == 0) {
                throw file.damaged(0, "file cannot be read: invalid table offset (0)");
            }
            Positions positions = file.positions(tableOffset);
            Chunk chunk = new Chunk(file, new ChunkExtent(name.start(), positions, tableOffset));
            if (open.size() == OPEN_FILES_MAX) {
                open.removeFirst().file().close();
            }
            open.addLast(chunk);
            return Optional.of(chunk);
        } catch (ChunkFormatException e) {
            file.close();
            LOG.error("Could not open ledger file: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Closes all files: they may have been renamed or deleted. */
    @Override
    public synchronized void close() throws IOException {
        while (!open.isEmpty()) {
            open.removeFirst().file().close();
        }
    }
}
