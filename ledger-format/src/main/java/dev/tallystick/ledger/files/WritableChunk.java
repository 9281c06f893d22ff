package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A ledger file that is not committed yet: open for appending, or complete (spec 01, 1.3 to 1.7).
 *
 * <p>Entries gather in a buffer that is handed to the operating system at entry boundaries only, so
 * that a killed process leaves whole entries. Not safe by itself: {@link LedgerFiles} holds its
 * lock around every call.
 */
final class WritableChunk implements Closeable {
    private static final int BUFFER_SIZE = 256 * 1024;

    private final FileChannel channel;
    private final long start;
    private final Positions positions;
    private Path path;

    /** Offset after the last entry, buffered ones included. */
    private long entriesEnd;

    private boolean isComplete;

    /** Entries that the operating system has not got yet; null until the first one. */
    private @Nullable ByteBuffer buffer;

    private WritableChunk(
            Path path, FileChannel channel, long start, Positions positions, long entriesEnd) {
        this.path = path;
        this.channel = channel;
        this.start = start;
        this.positions = positions;
        this.entriesEnd = entriesEnd;
    }

    /** Makes the file of the chunk that begins with seqno {@code start}; it must not exist. */
    static WritableChunk create(Path directory, long start) throws IOException {
        Path path = directory.resolve(LedgerFileName.open(start));
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var chunk =
                new WritableChunk(path, channel, start, new Positions(), ChunkFile.ENTRIES_OFFSET);
        chunk.writeTableOffset(0);
        return chunk;
    }

    /** Takes over a file found at start, whose content has been checked. */
    static WritableChunk reopen(
            Path path, long start, Positions positions, long entriesEnd, boolean isComplete)
            throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        var chunk = new WritableChunk(path, channel, start, positions, entriesEnd);
        chunk.isComplete = isComplete;
        return chunk;
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

    void append(byte[] entry) throws IOException {
        Check.that(!isComplete, "%s is complete", path);
        Check.that(entriesEnd + entry.length <= Positions.OFFSET_MAX, "%s would pass 4 GiB", path);
        ByteBuffer pending = buffer();
        if (pending.remaining() < entry.length) {
            flush();
        }
        if (pending.remaining() < entry.length) {
            writeFully(ByteBuffer.wrap(entry), entriesEnd);
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

    /** Hands all entries to the operating system. */
    void flush() throws IOException {
        ByteBuffer pending = buffer;
        if (pending != null && pending.position() > 0) {
            long offset = entriesEnd - pending.position();
            writeFully(pending.flip(), offset);
            pending.clear();
        }
    }

    /** Waits until the disk has what the operating system has got. */
    void force() throws IOException {
        channel.force(false);
    }

    /** Ends the file with its table; does nothing if that has happened. */
    void complete() throws IOException {
        if (isComplete) {
            return;
        }
        flush();
        buffer = null;
        channel.truncate(entriesEnd);
        writeFully(positions.table(), entriesEnd);
        // Last, so that a crash before it leaves an incomplete file whose table is cut off at
        // start.
        writeTableOffset(entriesEnd);
        isComplete = true;
    }

    /**
     * Drops the entries after {@code seqno}, one of which exists; the chunk is incomplete then.
     *
     * @param seqno at least the first one of this chunk
     */
    void truncate(long seqno) throws IOException {
        Check.that(seqno >= start && seqno < last(), "cannot cut %s after %s", path, seqno);
        flush();
        if (isComplete) {
            writeTableOffset(0);
            isComplete = false;
        }
        int kept = (int) (seqno - start + 1);
        entriesEnd = positions.at(kept);
        positions.truncate(kept);
        channel.truncate(entriesEnd);
    }

    /** The entry at {@code seqno}, which is in this chunk. */
    byte[] read(long seqno) throws IOException {
        int index = (int) (seqno - start);
        long from = positions.at(index);
        long to = index + 1 < positions.count() ? positions.at(index + 1) : entriesEnd;
        ByteBuffer pending = buffer;
        long written = entriesEnd - (pending == null ? 0 : pending.position());
        if (pending != null && from >= written) {
            byte[] entry = new byte[(int) (to - from)];
            pending.duplicate().clear().get((int) (from - written), entry);
            return entry;
        }
        // Not through our channel: an interrupted reader would close it under the writer.
        var name = new LedgerFileName(path.toString(), start, 0);
        try (ChunkFile file = ChunkFile.open(path, name)) {
            return file.entry(seqno, from, to);
        }
    }

    /** Gives the complete file its committed name. */
    Path renameCommitted() throws IOException {
        Check.that(isComplete, "%s is not complete", path);
        Path target = path.resolveSibling(LedgerFileName.committed(start, last()));
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        path = target;
        return target;
    }

    void delete() throws IOException {
        close();
        Files.delete(path);
    }

    /** Closes the file without flushing. */
    @Override
    public void close() throws IOException {
        buffer = null;
        channel.close();
    }

    private void writeTableOffset(long offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(word.putLong(offset).flip(), 0);
    }

    private void writeFully(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
