package dev.tallystick.ledger.files;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    private record Chunk(ChunkFile file, Positions positions, long tableOffset) {
        boolean covers(long seqno) {
            return file.name().covers(seqno);
        }

        byte[] read(long seqno) throws IOException {
            int index = (int) (seqno - file.name().start());
            boolean isLast = index + 1 == positions.count();
            long to = isLast ? tableOffset : positions.at(index + 1);
            return file.entry(seqno, positions.at(index), to);
        }
    }

    private final LedgerFilesOptions options;
    private final Deque<Chunk> open = new ArrayDeque<>();

    CommittedChunks(LedgerFilesOptions options) {
        this.options = options;
    }

    /** The entry at {@code seqno}; empty if no sound file has it, which is logged. */
    synchronized Optional<byte[]> read(long seqno) throws IOException {
        for (Chunk chunk : open) {
            if (chunk.covers(seqno)) {
                return readFrom(chunk, seqno);
            }
        }
        for (Path path : candidates(seqno)) {
            Optional<Chunk> chunk = open(path);
            if (chunk.isPresent()) {
                return readFrom(chunk.get(), seqno);
            }
        }
        LOG.warn("Cannot find ledger file for seqno {}", seqno);
        return Optional.empty();
    }

    private Optional<byte[]> readFrom(Chunk chunk, long seqno) throws IOException {
        try {
            return Optional.of(chunk.read(seqno));
        } catch (ChunkFormatException e) {
            LOG.error("Could not read seqno {}: {}", seqno, e.getMessage());
            return Optional.empty();
        } catch (ClosedChannelException e) {
            open.remove(chunk); // an interrupt closes the channel; the next reader opens it again
            throw e;
        }
    }

    /**
     * Files whose names cover {@code seqno}: the main directory first, then the others in order.
     */
    private List<Path> candidates(long seqno) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : LedgerScan.ledgerFiles(options.main())) {
            LedgerFileName name = LedgerFileName.of(file).orElseThrow();
            if (name.covers(seqno) && !name.isIgnored()) {
                found.add(file);
            }
        }
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
        ChunkFile file = ChunkFile.open(path, LedgerFileName.of(path).orElseThrow());
        try {
            long tableOffset = file.tableOffset();
            if (tableOffset == 0) {
                throw file.damaged(0, "file cannot be read: invalid table offset (0)");
            }
            Chunk chunk = new Chunk(file, file.positions(tableOffset), tableOffset);
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

    @Override
    public synchronized void close() throws IOException {
        while (!open.isEmpty()) {
            open.removeFirst().file().close();
        }
    }
}
