package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Offsets of the entries of one chunk, each an unsigned 32-bit number as in the file. */
final class Positions {
    /** The largest offset that a positions table can hold. */
    static final long OFFSET_MAX = 0xffffffffL;

    private int[] offsets;
    private int count;

    Positions() {
        this(64);
    }

    private Positions(int capacity) {
        offsets = new int[capacity];
    }

    /** Reads a table of {@code count} little-endian numbers. */
    static Positions read(ByteBuffer table) {
        Positions positions = new Positions(Math.max(1, table.remaining() / Integer.BYTES));
        ByteBuffer in = table.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            positions.offsets[positions.count++] = in.getInt();
        }
        return positions;
    }

    int count() {
        return count;
    }

    /** Offset of the entry at {@code index}. */
    long at(int index) {
        Check.that(index >= 0 && index < count, "entry %s of %s", index, count);
        return Integer.toUnsignedLong(offsets[index]);
    }

    /** Whether {@code other} has the same offsets. */
    boolean isSameAs(Positions other) {
        return Arrays.equals(offsets, 0, count, other.offsets, 0, other.count);
    }

    void add(long offset) {
        Check.that(offset <= OFFSET_MAX, "offset %s is beyond a positions table", offset);
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        offsets[count++] = (int) offset;
    }

    void truncate(int newCount) {
        count = Math.min(count, newCount);
    }

    /** The table as it ends a complete file. */
    ByteBuffer table() {
        ByteBuffer table =
                ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            table.putInt(offsets[i]);
        }
        return table.flip();
    }
}
