package dev.tallystick.ledger.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Files that cost nothing to make, as they are full of holes, but announce gigabytes. */
class HugeEntriesTest {
    private static final long ENTRY_BYTES = 1900L << 20;

    @TempDir private Path temp;

    /** A file of sound headers, each followed by a hole. */
    private Path sparse(String name, long tableOffset, int entries) throws IOException {
        Path path = temp.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(8 + entries * ENTRY_BYTES);
            file.writeLong(Long.reverseBytes(tableOffset));
            for (int i = 0; i < entries; i++) {
                file.seek(8 + i * ENTRY_BYTES);
                ByteBuffer head = ByteBuffer.allocate(61).order(ByteOrder.LITTLE_ENDIAN);
                head.put((byte) 1).put((byte) 0).putInt((int) ENTRY_BYTES - 8);
                head.putLong(24, i + 1L).putInt(32, 2).putLong(36, ENTRY_BYTES - 44);
                file.write(head.putLong(45, i + 1L).array());
            }
        }
        return path;
    }

    @Test
    void anEntryLargerThanTheHeapAllowsIsUnreadable() throws IOException {
        Path path = sparse("ledger_1", 0, 1);
        try (ChunkReader reader = ChunkReader.open(path)) {
            IOException e = assertThrows(IOException.class, reader::next);
            assertTrue(String.valueOf(e.getMessage()).contains("needs a heap of"), e::getMessage);
        }
        try (ChunkReader reader = ChunkReader.open(path)) {
            assertThrows(IOException.class, () -> reader.uncheckedEntry(1));
        }
    }

    @Test
    void entriesBeyondThePositionsTableAreDamageOfTheFile() throws IOException {
        Path path = sparse("ledger_1-4.committed", 0, 4);
        ChunkFormatException e =
                assertThrows(ChunkFormatException.class, () -> ChunkReader.open(path));
        assertEquals(0, e.offset());
        try (ChunkReader reader = ChunkReader.open(sparse("ledger_1", 0, 4))) {
            assertTrue(reader.uncheckedEntry(5).isEmpty());
        }
    }
}
