package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The sorted keys of one node, packed: their bytes one after the other in one array, and one {@code
 * long} a key that says where it ends and how it goes on after the prefix that all keys of the
 * block share. The package's description has a picture.
 *
 * <p>A search compares those longs, without a branch that could be predicted wrongly, and the bytes
 * of one key. A base class rather than a part of its node, so that a lookup follows one reference
 * less.
 */
abstract class KeyBlock {
    /** Longer shared prefixes are treated as if they were as long as this. */
    private static final int PREFIX_MAX = 0xffff;

    private static final int HEAD_BYTES = Integer.BYTES;
    private static final int END_BITS = 31;

    /** Slots in a cache line. */
    private static final int LINE = 8;

    private static final long END_MASK = (1L << END_BITS) - 1;
    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NO_BYTES = {};
    private static final long[] NO_SLOTS = {};

    /** How many keys there are. */
    int count;

    byte[] bytes;

    /**
     * For each key its head, the four bytes after the prefix (big endian, padded with zeros), above
     * the 31 bits of the offset where it ends. Never negative, so that differences do not overflow.
     */
    long[] slots;

    /** Length of the longest prefix that all keys share, or {@link #PREFIX_MAX}. */
    char prefix;

    /** Whether the two arrays are this block's alone. */
    private boolean ownsKeys;

    /** A block without keys. */
    KeyBlock() {
        bytes = NO_BYTES;
        slots = NO_SLOTS;
    }

    /** The same keys in the same arrays, which are copied when one is inserted or removed. */
    KeyBlock(KeyBlock other) {
        count = other.count;
        bytes = other.bytes;
        slots = other.slots;
        prefix = other.prefix;
    }

    /** Sum of the lengths of all keys, in bytes. */
    final int keyBytes() {
        return start(count);
    }

    /** A copy of the key at {@code index}. */
    final Bytes key(int index) {
        int start = start(index);
        return Bytes.copyOf(bytes, start, end(index) - start);
    }

    /** Index of {@code key}, or a negative number. */
    final int find(byte[] key) {
        if (key.length < prefix) {
            return -1;
        }
        // A key that has another prefix is not found, whatever its head: no need to look.
        long wanted = head(key, prefix, key.length) << END_BITS;
        int at = firstNotBelow(wanted);
        if (at == count || !hasHeadOf(at, wanted)) {
            return -1;
        }
        if (Arrays.equals(bytes, start(at), end(at), key, 0, key.length)) {
            return at;
        }
        return at + 1 < count && hasHeadOf(at + 1, wanted) ? searchAmongEqualHeads(at, key) : -1;
    }

    /** Index of {@code key}, or the bitwise complement of the index where it would be inserted. */
    final int search(byte[] key) {
        int order = prefix == 0 ? 0 : compareToPrefix(key);
        if (order != 0) {
            return order < 0 ? ~0 : ~count;
        }
        long wanted = head(key, prefix, key.length) << END_BITS;
        int at = firstNotBelow(wanted);
        return at < count && hasHeadOf(at, wanted) ? searchAmongEqualHeads(at, key) : ~at;
    }

    /**
     * Index of the first slot that is not below {@code wanted}. The comparisons of each of the two
     * rounds do not depend on each other, so the memory is asked for all their lines at once; a
     * binary search would ask for one after the other.
     */
    private int firstNotBelow(long wanted) {
        long[] all = slots;
        int low = 0;
        for (int last = LINE - 1; last < count; last += LINE) {
            low += (int) ((all[last] - wanted) >>> 63) * LINE;
        }
        int end = Math.min(low + LINE, count);
        for (int i = low; i < end; i++) {
            low += (int) ((all[i] - wanted) >>> 63);
        }
        return low;
    }

    private boolean hasHeadOf(int index, long wanted) {
        return (slots[index] ^ wanted) >>> END_BITS == 0;
    }

    /** The keys with the head of the one at {@code first} follow it. */
    private int searchAmongEqualHeads(int first, byte[] key) {
        int low = first;
        int high = firstNotBelow(slots[first] | END_MASK) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order =
                    Arrays.compareUnsigned(bytes, start(middle), end(middle), key, 0, key.length);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }

    /** 0 if {@code key} begins with the prefix, else the order of the two. */
    private int compareToPrefix(byte[] key) {
        int length = Math.min(prefix, key.length);
        int order = Arrays.compareUnsigned(key, 0, length, bytes, 0, length);
        return order != 0 ? order : length - prefix;
    }

    /** Inserts {@code key}, which belongs at {@code at}. */
    final void insertKey(int at, byte[] key) {
        int start = start(at);
        bytes = Room.open(bytes, keyBytes(), start, key.length, ownsKeys);
        slots = Room.open(slots, count, at, ownsKeys);
        ownsKeys = true;
        System.arraycopy(key, 0, bytes, start, key.length);
        slots[at] = start;
        count++;
        moveEnds(at, key.length);
        boolean isAtAnEnd = at == 0 || at == count - 1;
        if (!isAtAnEnd || !hasNewPrefix()) {
            slots[at] = slot(at);
        }
    }

    /** Removes the key at {@code at}. */
    final void removeKey(int at) {
        int start = start(at);
        int length = end(at) - start;
        bytes = Room.close(bytes, keyBytes(), start, length, ownsKeys);
        slots = Room.close(slots, count, at, ownsKeys);
        ownsKeys = true;
        count--;
        moveEnds(at, -length);
        if (at == 0 || at == count) {
            hasNewPrefix();
        }
    }

    /** From now on the keys {@code [from, to)} of {@code source}, which may be this block. */
    final void takeKeys(KeyBlock source, int from, int to) {
        int start = source.start(from);
        bytes = Arrays.copyOfRange(source.bytes, start, source.start(to));
        slots = Arrays.copyOfRange(source.slots, from, to);
        ownsKeys = true;
        count = to - from;
        prefix = source.prefix;
        moveEnds(0, -start);
        hasNewPrefix();
    }

    /** Appends all keys of {@code source}, which are above those of this block. */
    final void appendKeys(KeyBlock source) {
        int used = keyBytes();
        int first = count;
        bytes = Arrays.copyOf(bytes, used + source.keyBytes());
        System.arraycopy(source.bytes, 0, bytes, used, source.keyBytes());
        slots = Arrays.copyOf(slots, count + source.count);
        System.arraycopy(source.slots, 0, slots, count, source.count);
        ownsKeys = true;
        count += source.count;
        moveEnds(first, used);
        prefix = commonPrefix();
        renewHeads();
    }

    /**
     * Where to divide the keys in two parts of about the same number or, if they are more than
     * {@code bytesMax} long, of about the same length. Neither part is empty.
     */
    final int middle(int bytesMax) {
        if (keyBytes() <= bytesMax) {
            return count / 2;
        }
        int at = 1;
        while (at < count - 1 && start(at) + (end(at) - start(at)) / 2 < keyBytes() / 2) {
            at++;
        }
        return at;
    }

    /**
     * The shortest byte string that is above the key at {@code at - 1} and not above the one at
     * {@code at}.
     */
    final byte[] separatorBefore(int at) {
        int start = start(at);
        int differsAt = Arrays.mismatch(bytes, start(at - 1), start, bytes, start, end(at));
        return Arrays.copyOfRange(bytes, start, start + differsAt + 1);
    }

    /** Finds the prefix after a change at either end; returns whether all heads had to change. */
    private boolean hasNewPrefix() {
        char now = commonPrefix();
        if (now == prefix) {
            return false;
        }
        prefix = now;
        renewHeads();
        return true;
    }

    /** What the first key and the last one share, all share. */
    private char commonPrefix() {
        if (count == 0) {
            return 0;
        }
        int last = start(count - 1);
        int differsAt = Arrays.mismatch(bytes, 0, end(0), bytes, last, end(count - 1));
        return (char) Math.min(differsAt < 0 ? end(0) : differsAt, PREFIX_MAX);
    }

    private void renewHeads() {
        for (int i = 0; i < count; i++) {
            slots[i] = slot(i);
        }
    }

    private void moveEnds(int from, int distance) {
        for (int i = from; i < count; i++) {
            slots[i] += distance;
        }
    }

    private long slot(int index) {
        int end = end(index);
        return head(bytes, start(index) + prefix, end) << END_BITS | end;
    }

    private int start(int index) {
        return index == 0 ? 0 : end(index - 1);
    }

    private int end(int index) {
        return (int) (slots[index] & END_MASK);
    }

    /**
     * The four bytes at {@code from} as an unsigned number; those from {@code to} on count as 0.
     */
    private static long head(byte[] array, int from, int to) {
        if (from <= to - HEAD_BYTES) {
            return (int) BIG_ENDIAN_INT.get(array, from) & 0xffff_ffffL;
        }
        long head = 0;
        for (int i = from; i < from + HEAD_BYTES; i++) {
            head = head << 8 | (i < to ? array[i] & 0xff : 0);
        }
        return head;
    }
}
