package dev.tallystick.ledger.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds single entries of a ledger by their seqnos, in any order, without reading those before: by
 * the positions tables of its files, or, in a file without one, by a walk over its headers, once. A
 * torn write at the end of such a file is passed over.
 *
 * <p>At most {@value #OPEN_FILES_MAX} files are kept open. Not safe for use by several threads.
 */
public final class LedgerLookup implements AutoCloseable {
    /** Files kept open for reading. */
    static final int OPEN_FILES_MAX = 4;

    private final LedgerChunks ledger;

    /** Latest used first. */
    private final Deque<OpenChunk> open = new ArrayDeque<>();

    private record OpenChunk(ChunkFile file, ChunkExtent extent) {}

    /** Looks into the files of a ledger; none is opened before it is needed. */
    public LedgerLookup(LedgerChunks ledger) {
        this.ledger = ledger;
    }

    /** The files. */
    public LedgerChunks chunks() {
        return ledger;
    }

    /** Seqno of the first entry that the files hold. */
    public long firstSeqno() {
        return ledger.first();
    }

    /**
     * Seqno of the last entry that the files hold.
     *
     * @throws ChunkFormatException if the last file is damaged
     * @throws IOException if it cannot be read
     */
    public long lastSeqno() throws IOException {
        return open(ledger.list().getLast()).extent().last();
    }

    /**
     * The entry at {@code seqno}; empty if it lies before the first file or after the last entry.
     *
     * @throws ChunkFormatException if the file that must have it is damaged, or does not have it
     * @throws IOException if a file cannot be read
     */
    public Optional<RawEntry> find(long seqno) throws IOException {
        if (seqno < firstSeqno()) {
            return Optional.empty();
        }
        List<LedgerChunks.Chunk> chunks = ledger.from(seqno);
        OpenChunk chunk = open(chunks.getFirst());
        ChunkExtent extent = chunk.extent();
        if (!extent.covers(seqno)) {
            if (chunks.size() > 1) {
                chunks.getFirst().requireNext(chunks.get(1), extent.last());
            }
            return Optional.empty();
        }
        long offset = extent.offset(seqno);
        byte[] entry = chunk.file().entry(seqno, offset, extent.end(seqno));
        return Optional.of(new RawEntry(seqno, offset, entry));
    }

    private OpenChunk open(LedgerChunks.Chunk chunk) throws IOException {
        Optional<OpenChunk> known = open.stream().filter(one -> isOf(one, chunk)).findFirst();
        if (known.isPresent()) {
            open.remove(known.get());
            open.addFirst(known.get());
            return known.get();
        }
        OpenChunk opened = read(ChunkFile.open(chunk.path(), chunk.name()));
        open.addFirst(opened);
        if (open.size() > OPEN_FILES_MAX) {
            open.removeLast().file().close();
        }
        return opened;
    }

    /** By its start, which is what does not change when a file is renamed. */
    private static boolean isOf(OpenChunk open, LedgerChunks.Chunk chunk) {
        return open.file().name().start() == chunk.name().start();
    }

    private static OpenChunk read(ChunkFile file) throws IOException {
        try {
            long tableOffset = file.tableOffset();
            ChunkExtent extent =
                    tableOffset == 0
                            ? new ChunkWalk(file).entriesBefore(file.size())
                            : new ChunkExtent(
                                    file.name().start(), file.positions(tableOffset), tableOffset);
            return new OpenChunk(file, extent);
        } catch (IOException | ChunkFormatException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.removeFirst().file().close();
        }
    }
}
