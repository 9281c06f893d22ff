package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads one part of a snapshot file forwards, through one buffer. Every length is checked against
 * what is left before anything is allocated for it.
 */
final class DomainInput {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FileChannel file;
    private final @Nullable Filter filter;

    /** Name of this part in messages. */
    private final String what;

    private final long start;
    private final long end;
    private final byte[] buffer;

    /** Offset in the file of the buffer's end. */
    private long loaded;

    private int position;
    private int limit;

    /** Sees each buffer of the part once, in order, before anybody reads from it. */
    interface Filter {
        /**
         * Looks at the next buffer.
         *
         * @param bytes may be changed in place
         * @param isLast whether the part ends here; an empty part is never shown
         */
        void apply(byte[] bytes, int length, boolean isLast);
    }

    /**
     * A part of a file.
     *
     * @param range where it lies; the file is known to be long enough
     * @param filter null if nobody needs to see every byte; then skipping is free
     */
    DomainInput(FileChannel file, Range range, @Nullable Filter filter) {
        this.file = file;
        this.what = range.what;
        this.start = range.offset;
        this.end = range.offset + range.length;
        this.loaded = range.offset;
        this.filter = filter;
        this.buffer = new byte[(int) Math.min(range.length, SnapshotLayout.BUFFER_SIZE)];
    }

    /**
     * A part of a file.
     *
     * @param what its name in messages
     */
    record Range(String what, long offset, long length) {}

    /** Bytes that are left. */
    long remaining() {
        return end - loaded + (limit - position);
    }

    /** A number. */
    long u64() throws IOException {
        need(Long.BYTES);
        if (limit - position >= Long.BYTES) {
            long value = (long) LONG.get(buffer, position);
            position += Long.BYTES;
            return value;
        }
        byte[] bytes = new byte[Long.BYTES];
        copy(bytes);
        return (long) LONG.get(bytes, 0);
    }

    /** A byte, unsigned. */
    int u8() throws IOException {
        need(1);
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    /** The next {@code length} bytes. */
    Bytes bytes(int length) throws IOException {
        need(length);
        if (limit - position >= length) {
            Bytes bytes = Bytes.copyOf(buffer, position, length);
            position += length;
            return bytes;
        }
        byte[] bytes = new byte[length];
        copy(bytes);
        return Bytes.wrap(bytes);
    }

    private void copy(byte[] target) throws IOException {
        for (int done = 0; done < target.length; ) {
            if (position == limit) {
                fill();
            }
            int part = Math.min(target.length - done, limit - position);
            System.arraycopy(buffer, position, target, done, part);
            position += part;
            done += part;
        }
    }

    /** The zero bytes after an item of {@code length} bytes. */
    void padding(long length) throws IOException {
        for (int left = SnapshotLayout.padding(length); left > 0; left--) {
            if (u8() != 0) {
                throw malformed("padding is not zero");
            }
        }
    }

    /**
     * A length of bytes that are really there.
     *
     * @param max largest one that is accepted
     */
    long length(String item, long max) throws IOException {
        long length = u64();
        if (length < 0 || length > remaining()) {
            throw malformed(
                    item
                            + " of "
                            + Long.toUnsignedString(length)
                            + " bytes where "
                            + remaining()
                            + " are left");
        }
        if (length > max) {
            throw malformed(item + " of " + length + " bytes, at most " + max + " are read");
        }
        return length;
    }

    /** Goes forwards; without a filter, at no cost. */
    void skip(long length) throws IOException {
        need(length);
        long left = length;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (filter == null) {
                loaded += left;
                return;
            }
            fill();
        }
        position += (int) left;
    }

    /** Lets the filter see all that is left. */
    void drain() throws IOException {
        skip(remaining());
    }

    private void need(long length) {
        if (remaining() < length) {
            throw malformed(length + " bytes expected where " + remaining() + " are left");
        }
    }

    private void fill() throws IOException {
        int length = (int) Math.min(buffer.length, end - loaded);
        ByteBuffer target = ByteBuffer.wrap(buffer, 0, length);
        while (target.hasRemaining()) {
            if (file.read(target, loaded + target.position()) < 0) {
                throw new EOFException("the snapshot became shorter while it was read");
            }
        }
        loaded += length;
        position = 0;
        limit = length;
        if (filter != null) {
            filter.apply(buffer, length, loaded == end);
        }
    }

    /** An exception that tells where. */
    LedgerFormatException malformed(String reason) {
        return new LedgerFormatException(
                "malformed snapshot: "
                        + reason
                        + " ("
                        + what
                        + ", byte "
                        + (end - start - remaining())
                        + ")");
    }
}
