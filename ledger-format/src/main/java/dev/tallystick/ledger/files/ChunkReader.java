package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks all entries of one ledger file, complete or not, and accepts no damage (spec 01, 1.3 and
 * 9.1): sizes, seqnos, positions table and name must all agree, and no byte may be left over.
 *
 * <p>Reads ahead in blocks, so that the number of system calls does not grow with that of the
 * entries. Not safe for use by several threads.
 */
public final class ChunkReader implements AutoCloseable {
    private static final int READ_AHEAD = 64 * 1024;

    private final ChunkFile file;
    private final @Nullable Positions positions;

    /** Offsets of the entries met so far, where no table tells them. */
    private final Positions walked = new Positions();

    /** Offset after the last entry. */
    private final long entriesEnd;

    private long nextOffset = ChunkFile.ENTRIES_OFFSET;
    private long nextSeqno;

    /**
     * What {@link #next} takes its entries from, and the first of them that it has not returned.
     */
    private @Nullable EntryBlock ahead;

    private int aheadIndex;

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
        } catch (ChunkFormatException e) {
            try (file) {
                throw TableFault.of(file, e);
            }
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
     * Goes to the entry {@code seqno} without reading those before it, where a positions table
     * tells its place; else, or if it is not in this file, does nothing. To be called before the
     * first entry is read.
     */
    public void skipTo(long seqno) {
        long index = seqno - file.name().start();
        if (positions != null && index > 0 && index < positions.count()) {
            nextOffset = positions.at((int) index);
            nextSeqno = seqno;
        }
    }

    /**
     * The next entry, or empty after the last one.
     *
     * @throws ChunkFormatException if the file is damaged here; reading on makes no sense
     * @throws IOException if the file cannot be read
     */
    public Optional<RawEntry> next() throws IOException {
        EntryBlock block = ahead;
        if (block == null || aheadIndex == block.count()) {
            byte[] buffer =
                    block == null || block.bytes().length != READ_AHEAD
                            ? new byte[(int) Math.min(READ_AHEAD, file.size())]
                            : block.bytes();
            block = nextBlock(buffer).orElse(null);
            ahead = block;
            aheadIndex = 0;
        }
        return block == null ? Optional.empty() : Optional.of(block.entry(aheadIndex++));
    }

    /**
     * As many of the next entries as fit into {@code buffer}, or empty after the last one. Their
     * sizes, seqnos and positions are checked, their content is not.
     *
     * @param buffer taken over until the block is no longer needed; an entry that is larger comes
     *     alone, in an array of its own, if it is not larger than {@link #entrySizeMax}
     * @throws ChunkFormatException if the file is damaged at the next entry; reading on makes no
     *     sense
     * @throws IOException if the file cannot be read
     */
    public Optional<EntryBlock> nextBlock(byte[] buffer) throws IOException {
        if (nextOffset == entriesEnd) {
            checkEnd();
            return Optional.empty();
        }
        byte[] bytes = buffer;
        int filled = (int) Math.min(entriesEnd - nextOffset, buffer.length);
        file.read(nextOffset, bytes, filled);
        long firstSize = entrySize(bytes, 0, filled);
        if (firstSize > filled) {
            bytes = file.readEntry(nextOffset, (int) firstSize);
            filled = bytes.length;
        }
        long fileOffset = nextOffset;
        long firstSeqno = nextSeqno;
        int[] offsets = walk(bytes, filled);
        return Optional.of(new EntryBlock(bytes, firstSeqno, fileOffset, offsets));
    }

    /**
     * Passes over the whole, sound entries in {@code bytes}, the first of which is known to be one.
     */
    private int[] walk(byte[] bytes, int filled) throws IOException {
        int[] offsets = new int[64];
        int count = 0;
        int at = 0;
        while (filled - at >= ChunkFile.ENTRY_SIZE_MIN) {
            long size;
            try {
                size = entrySize(bytes, at, filled);
            } catch (ChunkFormatException e) {
                if (count == 0) {
                    throw e;
                }
                break; // to be told when the next block begins with it
            }
            if (size > filled - at) {
                break;
            }
            if (count + 1 == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            }
            if (positions == null) {
                walked.add(nextOffset);
            }
            offsets[count++] = at;
            at += (int) size;
            nextOffset += size;
            nextSeqno++;
        }
        offsets[count] = at;
        return Arrays.copyOf(offsets, count + 1);
    }

    /** Size of the entry at {@code nextOffset}, whose first bytes are at {@code at}. */
    private long entrySize(byte[] bytes, int at, int filled) throws IOException {
        checkPosition();
        long left = entriesEnd - nextOffset;
        if (left < ChunkFile.ENTRY_SIZE_MIN) {
            throw damaged("entry is cut off: " + left + " bytes are left");
        }
        if (filled - at < ChunkFile.ENTRY_SIZE_MIN) {
            throw new IllegalArgumentException(
                    "a buffer of " + bytes.length + " bytes is too small for any entry");
        }
        long size;
        try {
            size = EntryHeader.sizeOf(bytes, at);
        } catch (LedgerFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        if (size > left) {
            throw damaged("entry is cut off: it has " + size + " bytes, " + left + " are left");
        }
        if (size < ChunkFile.ENTRY_SIZE_MIN || size > Integer.MAX_VALUE - 64) {
            throw damaged("an entry cannot have " + size + " bytes");
        }
        if (nextOffset > Positions.OFFSET_MAX) {
            throw damaged("an entry begins where no positions table can point to");
        }
        long seqno = EntryHeader.seqnoOf(bytes, at);
        if (seqno != nextSeqno) {
            throw damaged("entry says that its seqno is " + Long.toUnsignedString(seqno));
        }
        return size;
    }

    private void checkPosition() throws IOException {
        if (positions == null) {
            return;
        }
        long index = nextSeqno - file.name().start();
        if (index >= positions.count()) {
            throw TableFault.of(
                    file, damaged("entry is missing in the positions table, or bytes are left"));
        }
        long position = positions.at((int) index);
        if (position != nextOffset) {
            throw TableFault.of(
                    file, damaged("positions table says that the entry is at " + position));
        }
    }

    private void checkEnd() throws IOException {
        OptionalLong expected = lastSeqno();
        if (expected.isPresent() && expected.getAsLong() != nextSeqno - 1) {
            String reason =
                    "file ends at seqno %d instead of %d"
                            .formatted(nextSeqno - 1, expected.getAsLong());
            throw TableFault.of(file, damaged(reason));
        }
    }

    private ChunkFormatException damaged(String reason) {
        return file.damaged(nextOffset, nextSeqno, reason);
    }

    /**
     * The bytes where the entry {@code seqno} must be, whatever they are: by the positions table,
     * or in an incomplete file by the sizes of the entries before. For telling how a file is
     * damaged.
     *
     * @return nothing if the place is not known, or is impossible
     * @throws IOException if the file cannot be read
     */
    public Optional<RawEntry> uncheckedEntry(long seqno) throws IOException {
        long index = seqno - file.name().start();
        if (positions == null) {
            while (nextSeqno < seqno && walkOn()) {}
            return nextSeqno == seqno && walkOn() ? rawEntry(walked, index) : Optional.empty();
        }
        return index >= 0 && index < positions.count()
                ? rawEntry(positions, index)
                : Optional.empty();
    }

    /** Passes over one entry of an incomplete file, if its size is possible. */
    private boolean walkOn() throws IOException {
        if (entriesEnd - nextOffset < ChunkFile.ENTRY_SIZE_MIN
                || nextOffset > Positions.OFFSET_MAX) {
            return false;
        }
        byte[] start = file.read(nextOffset, EntryHeader.SIZE);
        long size = start[0] == 1 ? EntryHeader.sizeOf(start, 0) : 0;
        if (size < ChunkFile.ENTRY_SIZE_MIN || size > entriesEnd - nextOffset) {
            return false;
        }
        walked.add(nextOffset);
        nextOffset += size;
        nextSeqno++;
        return true;
    }

    private Optional<RawEntry> rawEntry(Positions offsets, long index) throws IOException {
        long from = offsets.at((int) index);
        boolean isLast = index + 1 == offsets.count();
        long end = positions == null ? nextOffset : entriesEnd;
        long to = isLast ? end : offsets.at((int) index + 1);
        if (to - from > Integer.MAX_VALUE - 64) {
            return Optional.empty();
        }
        byte[] bytes = file.readEntry(from, (int) (to - from));
        return Optional.of(new RawEntry(file.name().start() + index, from, bytes));
    }

    /** Largest entry, in bytes, that is read: a part of the heap of this process. */
    public static long entrySizeMax() {
        return ChunkFile.entrySizeMax();
    }

    /**
     * Whether {@code rest} begins the positions table that an incomplete file would get: what a
     * node leaves behind that dies while it completes one.
     */
    public boolean isBeginningOfTable(byte[] rest) {
        byte[] table = walked.table().array();
        return rest.length <= table.length
                && Arrays.equals(rest, 0, rest.length, table, 0, rest.length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
