package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A ledger file that is not committed yet: open for appending, or complete (spec 01, 1.3 to 1.7).
 *
 * <p>Entries gather in a buffer that is handed to the operating system at entry boundaries only, so
 * that a killed process leaves whole entries. Not safe by itself: {@link LedgerFiles} holds its
 * lock around every call.
 */
final class WritableChunk implements Closeable {
    private static final int BUFFER_SIZE = 256 * 1024;

    private final Disk disk;
    private final FileChannel channel;
    private final long start;
    private Path path;

    /** Offsets of all entries, buffered ones included. */
    private Positions positions = new Positions();

    /** Offset after the last entry, buffered ones included. */
    private long entriesEnd = ChunkFile.ENTRIES_OFFSET;

    /** The table offset that the file has now. */
    private long tableOffset;

    private boolean isComplete;

    /** Whether entries of an earlier run may follow in the file: see {@link #reuse}. */
    private boolean isReused;

    /** End of the entries of an earlier run. */
    private long reusableEnd;

    /** Entries that the operating system has not got yet; null until the first one. */
    private @Nullable ByteBuffer buffer;

    private WritableChunk(Disk disk, Path path, FileChannel channel, long start) {
        this.disk = disk;
        this.path = path;
        this.channel = channel;
        this.start = start;
    }

    /**
     * Makes the file of the chunk that begins with seqno {@code start}.
     *
     * @param path must not exist
     */
    static WritableChunk create(Disk disk, Path path, long start) throws IOException {
        var chunk = new WritableChunk(disk, path, disk.create(path), start);
        try {
            chunk.writeTableOffset(0);
        } catch (IOException e) {
            if (OutOfSpaceException.isMeantBy(e)) {
                chunk.delete(); // so that it can be made again
            }
            throw e;
        }
        return chunk;
    }

    /** Takes over a file found at start, whose content has been checked. */
    static WritableChunk reopen(Disk disk, Path path, ChunkExtent found, boolean isComplete)
            throws IOException {
        var chunk = new WritableChunk(disk, path, open(path), found.start());
        chunk.positions = found.positions();
        chunk.entriesEnd = found.entriesEnd();
        chunk.isComplete = isComplete;
        chunk.tableOffset = isComplete ? found.entriesEnd() : 0;
        return chunk;
    }

    /**
     * Begins a chunk in a file of an earlier run, as if it were empty (spec 01, 1.9): {@link
     * #reuse} takes its entries as long as they are the ones wanted.
     */
    static WritableChunk over(Disk disk, Path path, long start) throws IOException {
        var chunk = new WritableChunk(disk, path, open(path), start);
        chunk.isReused = true;
        long size = chunk.channel.size();
        if (size < ChunkFile.ENTRIES_OFFSET) {
            chunk.writeTableOffset(0);
            chunk.reusableEnd = ChunkFile.ENTRIES_OFFSET;
            return chunk;
        }
        chunk.tableOffset = chunk.bytesAt(0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        boolean hasTable = chunk.tableOffset > 0 && chunk.tableOffset < size;
        chunk.reusableEnd = hasTable ? chunk.tableOffset : size;
        return chunk;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    long start() {
        return start;
    }

    /** Seqno of the last entry; {@code start - 1} if there is none. */
    long last() {
        return start + positions.count() - 1;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Whether entries of an earlier run may follow: ask {@link #reuse} before appending. */
    boolean isReused() {
        return isReused;
    }

    /** Where the entries lie now; changes with the chunk. */
    ChunkExtent extent() {
        return new ChunkExtent(start, positions, entriesEnd);
    }

    /**
     * Takes the bytes that follow in the file as the next entry, if they are the same.
     *
     * @return false if they are not, and {@link #dropRest} must come before appending
     */
    boolean reuse(byte[] entry) throws IOException {
        boolean isSame =
                entriesEnd + entry.length <= reusableEnd
                        && bytesAt(entriesEnd, entry.length).equals(ByteBuffer.wrap(entry));
        if (isSame) {
            positions.add(entriesEnd);
            entriesEnd += entry.length;
        }
        return isSame;
    }

    /** Cuts off what an earlier run left after the last entry. */
    void dropRest() throws IOException {
        cut(entriesEnd);
        isReused = false;
    }

    void append(byte[] entry) throws IOException {
        Check.that(!isComplete, "%s is complete", path);
        Check.that(!isReused, "%s may have entries behind the last one", path);
        Check.that(entriesEnd + entry.length <= Positions.OFFSET_MAX, "%s would pass 4 GiB", path);
        ByteBuffer pending = buffer();
        if (pending.remaining() < entry.length) {
            flush();
        }
        if (pending.remaining() < entry.length) {
            disk.write(channel, ByteBuffer.wrap(entry), entriesEnd);
        } else {
            pending.put(entry);
        }
        positions.add(entriesEnd);
        entriesEnd += entry.length;
    }

    private ByteBuffer buffer() {
        ByteBuffer current = buffer;
        if (current == null) {
            current = ByteBuffer.allocateDirect(BUFFER_SIZE);
            buffer = current;
        }
        return current;
    }

    /** Hands all entries to the operating system; if that fails, they stay in the buffer. */
    void flush() throws IOException {
        ByteBuffer pending = buffer;
        if (pending != null && pending.position() > 0) {
            long offset = entriesEnd - pending.position();
            try {
                disk.write(channel, pending.duplicate().flip(), offset);
            } catch (IOException e) {
                dropTornEntry(offset, e);
                throw e;
            }
            pending.clear();
        }
    }

    /** A write that has failed half-way leaves the file as it was, for whoever reads it now. */
    private void dropTornEntry(long size, IOException failure) {
        try {
            disk.truncate(channel, size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits until the disk has what the operating system has got. */
    void force() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            // Not to be tried again, whatever the reason: what was lost would be taken for written.
            throw new IOException("cannot force " + path, e);
        }
    }

    /** Ends the file with its table; does nothing if that has happened. */
    void complete() throws IOException {
        if (isComplete) {
            return;
        }
        flush();
        buffer = null;
        ByteBuffer table = positions.table();
        if (!isTableThere(table)) {
            cut(entriesEnd);
            disk.write(channel, table, entriesEnd);
            // Last, so that a crash before it leaves an incomplete file whose table is cut off at
            // start.
            writeTableOffset(entriesEnd);
        }
        isReused = false;
        isComplete = true;
    }

    /** Whether an earlier run has completed the file in just this way. */
    private boolean isTableThere(ByteBuffer table) throws IOException {
        return tableOffset == entriesEnd
                && channel.size() == entriesEnd + table.remaining()
                && bytesAt(entriesEnd, table.remaining()).equals(table);
    }

    /**
     * Drops the entries after {@code seqno}, one of which exists; the chunk is incomplete then.
     *
     * @param seqno at least the first one of this chunk
     */
    void truncate(long seqno) throws IOException {
        Check.that(seqno >= start && seqno < last(), "cannot cut %s after %s", path, seqno);
        flush();
        int kept = (int) (seqno - start + 1);
        cut(positions.at(kept));
        entriesEnd = positions.at(kept);
        positions.truncate(kept);
        isComplete = false;
        reusableEnd = entriesEnd;
    }

    /** Ends the file at {@code size}, after an entry, without a table. */
    private void cut(long size) throws IOException {
        if (tableOffset != 0) {
            // First, so that a crash leaves no table offset without its table.
            writeTableOffset(0);
        }
        disk.truncate(channel, size);
    }

    /** The entries from {@code from} to {@code to}, all in this chunk, in one read. */
    List<byte[]> read(long from, long to) throws IOException {
        ChunkExtent extent = extent();
        long offset = extent.offset(from);
        byte[] bytes = new byte[(int) (extent.end(to) - offset)];
        ByteBuffer pending = buffer;
        long written = entriesEnd - (pending == null ? 0 : pending.position());
        int inFile = Math.clamp(written - offset, 0, bytes.length);
        if (inFile > 0) {
            // Not through our channel: an interrupted reader would close it under the writer.
            var name = new LedgerFileName(path.toString(), start, 0);
            try (ChunkFile file = ChunkFile.open(path, name)) {
                file.read(offset, bytes, inFile);
            }
        }
        if (pending != null && inFile < bytes.length) {
            int at = (int) (offset + inFile - written);
            pending.duplicate().clear().get(at, bytes, inFile, bytes.length - inFile);
        }
        return extent.split(path, from, bytes);
    }

    /** Gives the file another name in its directory. */
    void rename(String name) throws IOException {
        Path target = path.resolveSibling(name);
        disk.move(path, target);
        path = target;
    }

    void delete() throws IOException {
        close();
        disk.delete(path);
    }

    /** Closes the file without flushing. */
    @Override
    public void close() throws IOException {
        buffer = null;
        channel.close();
    }

    private void writeTableOffset(long offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        disk.write(channel, word.putLong(offset).flip(), 0);
        tableOffset = offset;
    }

    /** The {@code length} bytes from {@code offset} on, fewer at the end of the file. */
    private ByteBuffer bytesAt(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes, offset + bytes.position());
        }
        return bytes.flip();
    }
}
