package dev.tallystick.ledger.files;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
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

    /** How often directories are listed while somebody moves files. */
    private static final int LISTINGS_MAX = 10;

    /** Of two files with the same entry, the one that begins later was written later. */
    private static final Comparator<LedgerFileName> LATEST_FIRST =
            Comparator.comparingLong(LedgerFileName::start).reversed();

    /**
     * A file, and which of its entries to take from it: not those that a later file has, as may be
     * where a joining node went on within a committed file.
     */
    private record Chunk(ChunkFile file, ChunkExtent extent, long from, long to) {
        boolean covers(long seqno) {
            return from <= seqno && seqno <= to;
        }

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
            if (chunk.covers(range.from())) {
                tried.add(chunk.file().path());
                Optional<List<byte[]>> entries = readFrom(chunk, range);
                if (entries.isPresent()) {
                    return entries.get();
                }
            }
        }
        for (int attempt = 0; attempt < LISTINGS_MAX; attempt++) {
            try {
                return readListed(range, tried);
            } catch (NoSuchFileException e) {
                LOG.debug("{} has just been moved: looking again", e.getFile());
            }
        }
        LOG.warn("Ledger files are being moved: cannot find one for seqno {}", range.from());
        return List.of();
    }

    /**
     * Looks for a file that has the first entry, in all directories.
     *
     * @param tried files that do not help
     * @throws NoSuchFileException if a file was moved away after it was seen
     */
    private List<byte[]> readListed(EntryRange range, List<Path> tried) throws IOException {
        List<LedgerFileName> names = names(options.main());
        for (Path path : candidates(range.from(), names)) {
            if (!tried.contains(path)) {
                Optional<Chunk> chunk = open(path, range.from(), names);
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
        long to = Math.min(range.lastIn(chunk.extent()), chunk.to());
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

    /** The names of all files in {@code directory} that tell a range and may be read. */
    private static List<LedgerFileName> names(Path directory) throws IOException {
        List<LedgerFileName> names = new ArrayList<>();
        for (Path file : LedgerScan.ledgerFiles(directory)) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            if (name.end() != 0 && !name.isIgnored()) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Files whose names cover {@code seqno}: the main directory first, then the others in order.
     */
    private List<Path> candidates(long seqno, List<LedgerFileName> mainNames) throws IOException {
        List<Path> found = new ArrayList<>();
        mainNames.stream()
                .filter(name -> name.covers(seqno))
                .sorted(LATEST_FIRST)
                .forEach(name -> found.add(options.main().resolve(name.text())));
        for (Path directory : options.readOnly()) {
            for (LedgerFileName name : names(directory)) {
                if (name.covers(seqno) && name.isCommitted()) {
                    found.add(directory.resolve(name.text()));
                }
            }
        }
        return found;
    }

    /**
     * Opens a file to read {@code seqno} and what is around it.
     *
     * @param mainNames those of the main directory
     */
    private Optional<Chunk> open(Path path, long seqno, List<LedgerFileName> mainNames)
            throws IOException {
        LedgerFileName name = LedgerFileName.of(path).orElseThrow();
        ChunkFile file = ChunkFile.open(path, name);
        try {
            long tableOffset = file.tableOffset();
            if (tableOffset == 0) {
                throw file.damaged(0, "file cannot be read: invalid table offset (0)");
            }
            Positions positions = file.positions(tableOffset);
            ChunkExtent extent = new ChunkExtent(name.start(), positions, tableOffset);
            long from = name.start();
            long to = name.end();
            boolean isMain = options.main().equals(path.getParent());
            for (LedgerFileName other : mainNames) {
                boolean isPreferred = !isMain || other.start() >= name.start();
                if (other.start() > seqno) {
                    to = Math.min(to, other.start() - 1);
                } else if (isPreferred && other.end() < seqno) {
                    from = Math.max(from, other.end() + 1);
                }
            }
            if (open.size() == OPEN_FILES_MAX) {
                open.removeFirst().file().close();
            }
            open.addLast(new Chunk(file, extent, from, to));
            return Optional.of(open.getLast());
        } catch (ChunkFormatException e) {
            file.close();
            LOG.error("Could not open ledger file: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Learns that there is a file that starts with {@code seqno}. */
    synchronized void begins(long seqno) throws IOException {
        for (Chunk chunk : List.copyOf(open)) {
            if (chunk.covers(seqno)) {
                open.remove(chunk);
                chunk.file().close();
            }
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
