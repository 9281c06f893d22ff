package dev.tallystick.ledger.files;

import dev.tallystick.ledger.entry.EntryHeader;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A ledger file opened for reading: the layout of spec 01, 1.3, and its checks.
 *
 * <pre>
 * 0 u64 T, offset of the table, 0 while incomplete | 8 entries | T: u32 offset of each entry
 * </pre>
 */
final class ChunkFile implements Closeable {
    /** Offset of the first entry. */
    static final long ENTRIES_OFFSET = Long.BYTES;

    /** Size of an entry without any map: nothing shorter can be one. */
    static final int ENTRY_SIZE_MIN = 61;

    /** The last entry begins where a position can point to, and is as large as an array can be. */
    private static final long TABLE_OFFSET_MAX = Positions.OFFSET_MAX + Integer.MAX_VALUE;

    /** An entry may fill one of so many equal parts of the heap. */
    private static final long HEAP_PARTS = 8;

    private final Path path;
    private final LedgerFileName name;
    private final FileChannel channel;
    private final long size;

    private ChunkFile(Path path, LedgerFileName name, FileChannel channel, long size) {
        this.path = path;
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file, be it under the name that a running node has given it in the meantime. */
    static ChunkFile open(Path path, LedgerFileName name) throws IOException {
        try {
            return openNamed(path, name);
        } catch (NoSuchFileException e) {
            Path renamed = RenamedFile.committed(path, name);
            return openNamed(renamed, LedgerFileName.of(renamed).orElse(name));
        }
    }

    private static ChunkFile openNamed(Path path, LedgerFileName name) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ChunkFile(path, name, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    LedgerFileName name() {
        return name;
    }

    long size() {
        return size;
    }

    /**
     * The table offset T; 0 says that the file is incomplete.
     *
     * @throws ChunkFormatException if there is none, or it cannot be one
     */
    long tableOffset() throws IOException {
        if (size < ENTRIES_OFFSET) {
            throw damaged(
                    0, "Failed to read positions offset from ledger file of " + size + " bytes");
        }
        long offset = ByteBuffer.wrap(read(0, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (offset == 0 && name.isCommitted()) {
            throw damaged(0, "committed file cannot be read: invalid table offset (0)");
        }
        if (Long.compareUnsigned(offset, size) > 0) {
            throw damaged(
                    0,
                    "table offset "
                            + Long.toUnsignedString(offset)
                            + " is greater than total file size "
                            + size);
        }
        if (offset > TABLE_OFFSET_MAX) {
            throw damaged(0, "table offset " + offset + " is beyond what positions can address");
        }
        if (offset != 0 && offset < ENTRIES_OFFSET + ENTRY_SIZE_MIN) {
            throw damaged(0, "table offset " + offset + " leaves no room for an entry");
        }
        return offset;
    }

    /**
     * The table at {@code tableOffset}, checked against the name and for order.
     *
     * @throws ChunkFormatException if its length does not fit, or an offset is impossible
     */
    Positions positions(long tableOffset) throws IOException {
        long length = size - tableOffset;
        long count = length / Integer.BYTES;
        if (length % Integer.BYTES != 0) {
            throw damaged(tableOffset, "positions table has " + length + " bytes");
        }
        if (name.end() != 0 && count != name.end() - name.start() + 1) {
            throw damaged(
                    tableOffset,
                    "positions table has "
                            + count
                            + " entries, the name says "
                            + (name.end() - name.start() + 1));
        }
        if (count < 1 || count > (tableOffset - ENTRIES_OFFSET) / ENTRY_SIZE_MIN) {
            throw damaged(tableOffset, "positions table cannot have " + count + " entries");
        }
        Positions positions = Positions.read(ByteBuffer.wrap(read(tableOffset, (int) length)));
        checkOrder(positions, tableOffset);
        return positions;
    }

    private void checkOrder(Positions positions, long tableOffset) {
        long expectedMin = ENTRIES_OFFSET;
        for (int i = 0; i < positions.count(); i++) {
            long position = positions.at(i);
            boolean isPossible =
                    (i == 0 ? position == expectedMin : position >= expectedMin)
                            && position <= tableOffset - ENTRY_SIZE_MIN;
            if (!isPossible) {
                throw new ChunkFormatException(
                        path,
                        tableOffset + (long) i * Integer.BYTES,
                        name.start() + i,
                        "positions table has an impossible offset " + position);
            }
            expectedMin = position + ENTRY_SIZE_MIN;
        }
    }

    /**
     * The entry {@code seqno}, which must fill the bytes from {@code from} to {@code to} exactly.
     *
     * @throws ChunkFormatException if it does not, or is no entry, or has another seqno
     */
    byte[] entry(long seqno, long from, long to) throws IOException {
        if (to - from < EntryHeader.SIZE || to - from > Integer.MAX_VALUE - 64) {
            throw damaged(from, seqno, "an entry cannot have " + (to - from) + " bytes");
        }
        return ChunkExtent.checked(path, seqno, from, read(from, (int) (to - from)));
    }

    /**
     * Reads a whole entry, whose size nobody has vouched for.
     *
     * @throws IOException also if it is too large to be worked on in this process's heap
     */
    byte[] readEntry(long offset, int length) throws IOException {
        if (length > entrySizeMax()) {
            throw new IOException(
                    "%s, offset %d: an entry of %d bytes needs a heap of %d MiB"
                            .formatted(path, offset, length, (HEAP_PARTS * length) >> 20));
        }
        return read(offset, length);
    }

    /** Largest entry, torn or whole, that is taken into memory: some copies of it are made. */
    static long entrySizeMax() {
        return Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    }

    byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(offset, bytes, length);
        return bytes;
    }

    /** Fills the first {@code length} bytes of {@code target}. */
    void read(long offset, byte[] target, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, offset + buffer.position());
            if (count < 0) {
                throw new EOFException("ledger file " + path + " has become shorter");
            }
        }
    }

    ChunkFormatException damaged(long offset, String reason) {
        return damaged(offset, name.start(), reason);
    }

    ChunkFormatException damaged(long offset, long seqno, String reason) {
        return new ChunkFormatException(path, offset, seqno, reason);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
