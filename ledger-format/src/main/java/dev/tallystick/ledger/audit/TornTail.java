package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.files.ChunkReader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells what a node leaves behind that dies while it writes from damage in the middle of a file. It
 * leaves one of two things at the end: the beginning of the next entry, or the beginning of the
 * positions table of a file that is not yet marked as complete.
 */
final class TornTail {
    private static final int IV_SEQNO_OFFSET = 24;
    private static final int SEQNO_OFFSET = 45;

    private TornTail() {}

    /**
     * The bytes of a file from {@code offset} to {@code end}, where it ended when it was opened: a
     * node may have added to it since. Nothing if they are too many for a torn write.
     */
    static Optional<byte[]> rest(Path file, long offset, long end) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = end - offset;
            if (size < 0 || size > Math.min(ChunkReader.entrySizeMax(), Integer.MAX_VALUE - 64)) {
                return Optional.empty();
            }
            byte[] rest = new byte[(int) size];
            in.seek(offset);
            in.readFully(rest);
            return Optional.of(rest);
        }
    }

    /**
     * Whether these bytes are an entry that is cut off: it begins like the entry with the next
     * seqno, is longer than what is left, and has no later entry behind it.
     */
    static boolean isEntry(byte[] rest, long seqno) {
        if (rest.length == 0 || rest[0] != 1) {
            return false;
        }
        if (rest.length < EntryHeader.SIZE) {
            return true;
        }
        try {
            if (EntryHeader.sizeOf(rest, 0) <= rest.length) {
                return false;
            }
        } catch (LedgerFormatException e) {
            return false;
        }
        return (rest.length < IV_SEQNO_OFFSET + 8 || seqnoAt(rest, IV_SEQNO_OFFSET) == seqno)
                && !containsEntry(rest, seqno + 1);
    }

    private static boolean containsEntry(byte[] rest, long seqno) {
        for (int at = EntryHeader.SIZE; at + SEQNO_OFFSET + 8 <= rest.length; at++) {
            if (rest[at] == 1
                    && seqnoAt(rest, at + IV_SEQNO_OFFSET) == seqno
                    && seqnoAt(rest, at + SEQNO_OFFSET) == seqno) {
                return true;
            }
        }
        return false;
    }

    private static long seqnoAt(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
    }
}
