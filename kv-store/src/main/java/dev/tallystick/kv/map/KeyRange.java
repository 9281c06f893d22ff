package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A half-open range of keys in unsigned lexicographic order: {@code from <= key < to}.
 *
 * @param from the first key of the range, inclusive; {@link Bytes#EMPTY} for the beginning
 * @param to the end, exclusive; {@code null} for no end
 */
public record KeyRange(Bytes from, @Nullable Bytes to) {
    private static final KeyRange ALL = new KeyRange(Bytes.EMPTY, null);

    /** Every key. */
    public static KeyRange all() {
        return ALL;
    }

    /**
     * The keys from {@code from} (inclusive) to {@code to} (exclusive); empty if {@code to <=
     * from}.
     */
    public static KeyRange of(Bytes from, Bytes to) {
        return new KeyRange(from, to);
    }

    /** The keys from {@code from} (inclusive) on. */
    public static KeyRange from(Bytes from) {
        return new KeyRange(from, null);
    }

    /** The keys that begin with {@code prefix}, itself included. */
    public static KeyRange prefix(Bytes prefix) {
        byte[] end = prefix.toArray();
        int last = end.length - 1;
        while (last >= 0 && end[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            return new KeyRange(prefix, null);
        }
        end[last]++;
        return new KeyRange(prefix, Bytes.wrap(Arrays.copyOf(end, last + 1)));
    }

    /** What a walk over this range has seen when it stops at {@code key}, which stays inside. */
    public KeyRange upTo(Bytes key, boolean isAscending) {
        if (!isAscending) {
            return new KeyRange(key, to);
        }
        byte[] successor = new byte[key.length() + 1];
        key.copyTo(successor, 0);
        return new KeyRange(from, Bytes.wrap(successor));
    }

    /** Whether {@code key} lies before the end of the range. */
    public boolean endsAfter(Bytes key) {
        return to == null || key.compareTo(to) < 0;
    }

    /** Whether {@code key} lies in the range. */
    public boolean contains(Bytes key) {
        return key.compareTo(from) >= 0 && endsAfter(key);
    }
}
