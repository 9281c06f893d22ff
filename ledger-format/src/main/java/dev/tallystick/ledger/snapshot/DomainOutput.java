package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Writes one domain of a snapshot through one buffer, at the file's position. */
final class DomainOutput {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FileChannel file;
    private final DomainInput.Filter filter;
    private final byte[] buffer;
    private int position;

    /** Bytes that have not been put into the buffer yet. */
    private long remaining;

    /**
     * A domain to be written.
     *
     * @param size what will be written in all
     * @param filter sees and may change each buffer before it is written
     */
    DomainOutput(FileChannel file, long size, DomainInput.Filter filter) {
        this.file = file;
        this.filter = filter;
        this.remaining = size;
        this.buffer = new byte[(int) Math.min(size, SnapshotLayout.BUFFER_SIZE)];
    }

    long remaining() {
        return remaining;
    }

    void u8(int value) throws IOException {
        take(1);
        room();
        buffer[position++] = (byte) value;
    }

    void u64(long value) throws IOException {
        if (buffer.length - position < Long.BYTES) {
            for (int i = 0; i < Long.BYTES; i++) {
                u8((int) (value >>> (i * Byte.SIZE)));
            }
            return;
        }
        take(Long.BYTES);
        LONG.set(buffer, position, value);
        position += Long.BYTES;
    }

    void zeros(int count) throws IOException {
        for (int left = count; left > 0; left--) {
            u8(0);
        }
    }

    void bytes(Bytes bytes) throws IOException {
        take(bytes.length());
        ByteBuffer source = bytes.buffer();
        while (source.hasRemaining()) {
            room();
            int part = Math.min(source.remaining(), buffer.length - position);
            source.get(buffer, position, part);
            position += part;
        }
    }

    private void take(int length) {
        Check.that(
                length <= remaining,
                "a domain of a snapshot has %s bytes left for %s",
                remaining,
                length);
        remaining -= length;
    }

    /** Makes room for at least one byte. */
    private void room() throws IOException {
        if (position == buffer.length) {
            flush(false);
        }
    }

    private void flush(boolean isLast) throws IOException {
        filter.apply(buffer, position, isLast);
        ByteBuffer out = ByteBuffer.wrap(buffer, 0, position);
        while (out.hasRemaining()) {
            file.write(out);
        }
        position = 0;
    }

    /** Ends the domain, which must be complete. */
    void close() throws IOException {
        Check.that(remaining == 0, "%s bytes of a domain are not written", remaining);
        if (buffer.length > 0) {
            flush(true);
        }
        Arrays.fill(buffer, (byte) 0);
    }
}
