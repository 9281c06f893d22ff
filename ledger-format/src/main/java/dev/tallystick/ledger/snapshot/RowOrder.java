package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;

import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The order of the rows of a map: by the low 32 bits of SipHash-2-4 of the key, unsigned (spec 01,
 * 7.2). It is the order in which CCF's hash tries are walked.
 *
 * <p>Rows whose hashes agree may stand in any order. Not safe for use by several threads.
 */
final class RowOrder {
    private static final long K0 = 0x7720796f726c694bL;
    private static final long K1 = 0x2165726568207361L;
    private static final long LOW = 0xffffffffL;
    private static final long RANK_MIDDLE = 1L << 31;

    private final SipHash sipHash = new SipHash(2, 4);

    RowOrder() {
        byte[] key =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(K0)
                        .putLong(K1)
                        .array();
        sipHash.init(new KeyParameter(key));
    }

    /** SipHash-2-4 of a key, all 64 bits. */
    long hash(Bytes key) {
        byte[] bytes = key.toArray();
        sipHash.update(bytes, 0, bytes.length);
        return sipHash.doFinal();
    }

    /** The rank of a row with this key, between 0 and 2³² − 1. */
    long rank(Bytes key) {
        return hash(key) & LOW;
    }

    /**
     * Where the rows of a snapshot are, in its order: element {@code i} of the answer tells by
     * {@link #index} which row stands at place {@code i}. Equal ranks stay as they come. Takes 8
     * bytes a row, and keeps none of them.
     */
    long[] places(List<SnapshotRow> rows) {
        int count = rows.size();
        long[] places = new long[count];
        int next = 0;
        for (SnapshotRow row : rows) {
            Check.that(next < count, "a map has grown beyond %s rows", count);
            // signed order of (rank - 2^31, index) is the unsigned order of ranks, and stable
            places[next] = (rank(row.key()) - RANK_MIDDLE) << Integer.SIZE | next;
            next++;
        }
        Check.that(next == count, "a map has shrunk from %s to %s rows", count, next);
        Arrays.sort(places);
        return places;
    }

    /** The index of the row that stands at a place. */
    static int index(long place) {
        return (int) place;
    }
}
