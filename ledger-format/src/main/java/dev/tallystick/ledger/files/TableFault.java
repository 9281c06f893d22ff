package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tells which byte of a table offset or positions table is wrong, where the entries themselves are
 * sound: their sizes say where all of them are.
 */
final class TableFault {
    private TableFault() {}

    /** The same fault at the first wrong byte, if that can be told; else as it was found. */
    static ChunkFormatException of(ChunkFile file, ChunkFormatException found) throws IOException {
        if (file.size() < ChunkFile.ENTRIES_OFFSET + ChunkFile.ENTRY_SIZE_MIN) {
            return found;
        }
        ChunkExtent entries = new ChunkWalk(file).entriesBefore(file.size());
        int count = entries.positions().count();
        long behind = file.size() - entries.entriesEnd();
        boolean isWholeFile = file.name().end() == 0 || file.name().end() == entries.last();
        if (!isWholeFile || (behind != 0 && behind != (long) count * Integer.BYTES)) {
            return found; // the entries are damaged, or bytes are missing
        }
        long tableOffset = behind == 0 ? 0 : entries.entriesEnd();
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] actualWord = file.read(0, Long.BYTES);
        int wrong = Arrays.mismatch(actualWord, word.putLong(tableOffset).array());
        if (wrong >= 0) {
            String actual = Long.toUnsignedString(word.put(0, actualWord).getLong(0));
            return file.damaged(
                            wrong, "table offset is %s, must be %d".formatted(actual, tableOffset))
                    .exact();
        }
        if (behind == 0) {
            return found;
        }
        byte[] table = entries.positions().table().array();
        wrong = Arrays.mismatch(file.read(tableOffset, (int) behind), table);
        if (wrong < 0) {
            return found;
        }
        long seqno = entries.start() + wrong / Integer.BYTES;
        String reason =
                "positions table says wrongly where the entry is: it is at "
                        + entries.offset(seqno);
        return file.damaged(tableOffset + wrong, seqno, reason).exact();
    }
}
