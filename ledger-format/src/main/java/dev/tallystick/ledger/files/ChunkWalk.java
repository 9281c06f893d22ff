package dev.tallystick.ledger.files;

import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the entries of a file by their headers, where its positions table is missing or doubted.
 */
final class ChunkWalk {
    private static final int IV_SEQNO_OFFSET = 24;
    private static final int SEQNO_OFFSET = 45;
    private static final int WINDOW = 64 * 1024;

    /** More than any ledger advances while one chunk is written. */
    private static final long SEQNO_DISTANCE_MAX = 1L << 32;

    private final ChunkFile file;

    ChunkWalk(ChunkFile file) {
        this.file = file;
    }

    /** The whole entries before {@code limit}, up to the first that is none. */
    ChunkExtent entriesBefore(long limit) throws IOException {
        Positions positions = new Positions();
        long start = file.name().start();
        long offset = ChunkFile.ENTRIES_OFFSET;
        while (limit - offset >= ChunkFile.ENTRY_SIZE_MIN && offset <= Positions.OFFSET_MAX) {
            byte[] head = file.read(offset, ChunkFile.ENTRY_SIZE_MIN);
            long size = EntryHeader.wholeEntrySize(head, start + positions.count());
            if (size < ChunkFile.ENTRY_SIZE_MIN || size > limit - offset) {
                break;
            }
            positions.add(offset);
            offset += size;
        }
        return new ChunkExtent(start, positions, offset);
    }

    /** Whether the last of these entries orders its file to be completed. */
    boolean endsWithFlag(ChunkExtent entries) throws IOException {
        byte[] header = file.read(entries.offset(entries.last()), EntryHeader.SIZE);
        return EntryFlags.endsChunk(EntryHeader.flagsOf(header));
    }

    /**
     * Whether something that begins like a later entry follows. What a dying process leaves behind
     * ends in the middle of one entry or table, with nothing after it.
     */
    boolean hasEntryBehind(ChunkExtent entries) throws IOException {
        int overlap = SEQNO_OFFSET + Long.BYTES - 1;
        for (long at = entries.entriesEnd(); at + overlap < file.size(); at += WINDOW) {
            int length = (int) Math.min(WINDOW + overlap, file.size() - at);
            ByteBuffer window =
                    ByteBuffer.wrap(file.read(at, length)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i + overlap < length; i++) {
                if (isEntry(window, i, entries.last())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isEntry(ByteBuffer bytes, int at, long after) {
        if (bytes.get(at) != 1) {
            return false;
        }
        long distance = bytes.getLong(at + SEQNO_OFFSET) - after;
        return distance > 1
                && distance < SEQNO_DISTANCE_MAX
                && bytes.getLong(at + IV_SEQNO_OFFSET) - after == distance;
    }
}
