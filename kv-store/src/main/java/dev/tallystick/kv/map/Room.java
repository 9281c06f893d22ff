package dev.tallystick.kv.map;

import java.util.Arrays;

/**
 * Arrays of which only the first places are in use. Opening a gap and closing it work in place if
 * the array is one's own, else on a copy, of exactly the size that is needed: little room is
 * unused. Own arrays that are too short grow by a quarter, so that a batch does not copy at every
 * insertion.
 */
final class Room {
    private Room() {}

    /** Opens a gap of {@code length} bytes at {@code at}. */
    static byte[] open(byte[] array, int used, int at, int length, boolean isOwn) {
        int needed = used + length;
        boolean isInPlace = isOwn && needed <= array.length;
        byte[] result = isInPlace ? array : new byte[sizeFor(needed, isOwn)];
        move(array, result, used, at, at, at + length);
        return result;
    }

    /** Opens a gap of one place at {@code at}. */
    static long[] open(long[] array, int used, int at, boolean isOwn) {
        boolean isInPlace = isOwn && used < array.length;
        long[] result = isInPlace ? array : new long[sizeFor(used + 1, isOwn)];
        move(array, result, used, at, at, at + 1);
        return result;
    }

    /** Opens a gap of one place at {@code at}. */
    static Object[] open(Object[] array, int used, int at, boolean isOwn) {
        boolean isInPlace = isOwn && used < array.length;
        Object[] result = isInPlace ? array : new Object[sizeFor(used + 1, isOwn)];
        move(array, result, used, at, at, at + 1);
        return result;
    }

    /** Opens a gap of one place at {@code at}, in an array of one's own. */
    static Node[] open(Node[] array, int used, int at) {
        Node[] result = used < array.length ? array : new Node[sizeFor(used + 1, true)];
        move(array, result, used, at, at, at + 1);
        return result;
    }

    /** Removes {@code length} bytes from {@code at} on. */
    static byte[] close(byte[] array, int used, int at, int length, boolean isOwn) {
        byte[] result = isOwn ? array : new byte[used - length];
        move(array, result, used, at, at + length, at);
        return result;
    }

    /** Removes the place {@code at}. */
    static long[] close(long[] array, int used, int at, boolean isOwn) {
        long[] result = isOwn ? array : new long[used - 1];
        move(array, result, used, at, at + 1, at);
        return result;
    }

    /** Removes the place {@code at}; a place that falls out of use keeps no garbage alive. */
    static Object[] close(Object[] array, int used, int at, boolean isOwn) {
        Object[] result = isOwn ? array : new Object[used - 1];
        move(array, result, used, at, at + 1, at);
        Arrays.fill(result, used - 1, isOwn ? used : used - 1, null);
        return result;
    }

    /** {@code [0, at)} stays where it is, {@code [from, used)} goes to {@code to}. */
    @SuppressWarnings("ReferenceEquality") // of arrays
    private static void move(Object source, Object target, int used, int at, int from, int to) {
        if (source != target) {
            System.arraycopy(source, 0, target, 0, at);
        }
        System.arraycopy(source, from, target, to, used - from);
    }

    private static int sizeFor(int needed, boolean isGrowing) {
        return isGrowing ? needed + (needed >> 2) : needed;
    }
}
