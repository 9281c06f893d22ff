package dev.tallystick.kv.sealed;

import java.nio.ByteBuffer;

/**
 * What the disk sees of a record's table and key: 16 bytes of a keyed hash.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight
 */
record RecordName(long high, long low) {
    static final int BYTES = 16;

    /** The first 16 bytes of {@code hash}. */
    static RecordName startOf(byte[] hash) {
        ByteBuffer buffer = ByteBuffer.wrap(hash);
        return new RecordName(buffer.getLong(), buffer.getLong());
    }

    /** The 16 bytes, as on disk. */
    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** Already uniform, so any 32 bits do. */
    @Override
    public int hashCode() {
        return (int) low;
    }
}
