package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks all entries of one ledger file, complete or not, and accepts no damage (spec 01, 1.3 and
 * 9.1): headers, seqnos, positions table and name must all agree, and no byte may be left over.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChunkReader implements AutoCloseable {
    private final ChunkFile file;
    private final @Nullable Positions positions;

    /** Offset after the last entry. */
    private final long entriesEnd;

    private long nextOffset = ChunkFile.ENTRIES_OFFSET;
    private long nextSeqno;

    private ChunkReader(ChunkFile file, @Nullable Positions positions, long entriesEnd) {
        this.file = file;
        this.positions = positions;
        this.entriesEnd = entriesEnd;
        this.nextSeqno = file.name().start();
    }

    /**
     * Opens a file and checks its table offset and positions table.
     *
     * @throws ChunkFormatException if they are damaged
     * @throws LedgerFormatException if the name is not that of a ledger file
     * @throws IOException if the file cannot be read
     */
    public static ChunkReader open(Path path) throws IOException {
        LedgerFileName name =
                LedgerFileName.of(path)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                path + " is not named like a ledger file"));
        ChunkFile file = ChunkFile.open(path, name);
        try {
            long tableOffset = file.tableOffset();
            return tableOffset == 0
                    ? new ChunkReader(file, null, file.size())
                    : new ChunkReader(file, file.positions(tableOffset), tableOffset);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What the file's name tells. */
    public LedgerFileName name() {
        return file.name();
    }

    /** Whether the file has a positions table, so that no entry will be added to it. */
    public boolean isComplete() {
        return positions != null;
    }

    /** Size of the file in bytes when it was opened. */
    public long size() {
        return file.size();
    }

    /** Seqno of the last entry, where name or table tells it. */
    public OptionalLong lastSeqno() {
        return positions == null
                ? file.name().lastSeqno()
                : OptionalLong.of(file.name().start() + positions.count() - 1);
    }

    /**
     * The next entry, or empty after the last one.
     *
     * @throws ChunkFormatException if the file is damaged here; reading on makes no sense
     * @throws IOException if the file cannot be read
     */
    public Optional<RawEntry> next() throws IOException {
        if (nextOffset == entriesEnd) {
            checkEnd();
            return Optional.empty();
        }
        long offset = nextOffset;
        long seqno = nextSeqno;
        checkPosition(offset, seqno);
        long size = entrySize(offset, seqno);
        byte[] entry = file.entry(seqno, offset, offset + size);
        nextOffset = offset + size;
        nextSeqno = seqno + 1;
        return Optional.of(new RawEntry(seqno, offset, entry));
    }

    private void checkPosition(long offset, long seqno) {
        if (positions == null) {
            return;
        }
        long index = seqno - file.name().start();
        if (index >= positions.count()) {
            throw file.damaged(
                    offset, seqno, "entry is missing in the positions table, or bytes are left");
        }
        if (positions.at((int) index) != offset) {
            throw file.damaged(
                    offset,
                    seqno,
                    "positions table says that the entry is at " + positions.at((int) index));
        }
    }

    private long entrySize(long offset, long seqno) throws IOException {
        long left = entriesEnd - offset;
        if (left < EntryHeader.SIZE) {
            throw file.damaged(offset, seqno, "entry is cut off: " + left + " bytes are left");
        }
        long size;
        try {
            size = EntryHeader.sizeOf(file.read(offset, EntryHeader.SIZE), 0);
        } catch (LedgerFormatException e) {
            throw file.damaged(offset, seqno, String.valueOf(e.getMessage()));
        }
        if (size > left) {
            throw file.damaged(
                    offset,
                    seqno,
                    "entry is cut off: it has " + size + " bytes, " + left + " are left");
        }
        return size;
    }

    private void checkEnd() {
        OptionalLong expected = lastSeqno();
        if (expected.isPresent() && expected.getAsLong() != nextSeqno - 1) {
            throw file.damaged(
                    nextOffset,
                    nextSeqno,
                    "file ends at seqno "
                            + (nextSeqno - 1)
                            + " instead of "
                            + expected.getAsLong());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
