package dev.tallystick.kv.map;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A node that holds entries: for each key its value, in the map's {@link ValueForm}, and version.
 */
final class Leaf extends Node {
    /** Entries of a leaf, at most. */
    static final int COUNT_MAX = 32;

    private static final int COUNT_MIN = COUNT_MAX / 4;
    private static final int BYTES_MIN = BYTES_MAX / 4;
    private static final Object[] NO_VALUES = {};
    private static final long[] NO_VERSIONS = {};

    /** The leaf without entries; no edit owns it. */
    static final Leaf EMPTY = new Leaf((Batch) null);

    Object[] values;
    long[] versions;

    /** Whether the two arrays are this leaf's alone. */
    private boolean ownsRows;

    private Leaf(@Nullable Batch owner) {
        super(owner);
        values = NO_VALUES;
        versions = NO_VERSIONS;
    }

    private Leaf(Batch owner, Leaf other) {
        super(owner, other);
        values = other.values;
        versions = other.versions;
    }

    /** The value at {@code index} as it is kept. */
    Object value(int index) {
        return values[index];
    }

    /** The seqno that wrote the entry at {@code index}. */
    long version(int index) {
        return versions[index];
    }

    @Override
    Leaf editable(Batch edit) {
        return isOwnedBy(edit) ? this : new Leaf(edit, this);
    }

    @Override
    @Nullable Split put(Batch edit, byte[] key, Object value, long version) {
        int index = search(key);
        if (index >= 0) {
            overwrite(index, value, version);
            return null;
        }
        edit.added = true;
        int at = ~index;
        insert(at, key, value, version);
        if (!isOverfull()) {
            return null;
        }
        // Keys that only grow fill their leaves: the full one stays as it is.
        return at == count - 1 ? splitAt(edit, at) : split(edit);
    }

    private void overwrite(int index, Object value, long version) {
        if (!ownsRows) {
            values = Arrays.copyOf(values, count);
            versions = Arrays.copyOf(versions, count);
            ownsRows = true;
        }
        values[index] = value;
        versions[index] = version;
    }

    private void insert(int at, byte[] key, Object value, long version) {
        values = Room.open(values, count, at, ownsRows);
        versions = Room.open(versions, count, at, ownsRows);
        ownsRows = true;
        values[at] = value;
        versions[at] = version;
        insertKey(at, key);
    }

    @Override
    void remove(Batch edit, byte[] key) {
        int index = find(key);
        values = Room.close(values, count, index, ownsRows);
        versions = Room.close(versions, count, index, ownsRows);
        ownsRows = true;
        removeKey(index);
    }

    @Override
    void absorb(Node neighbour, byte[] separator) {
        Leaf right = (Leaf) neighbour;
        int used = count;
        appendKeys(right);
        values = Arrays.copyOf(values, count);
        versions = Arrays.copyOf(versions, count);
        System.arraycopy(right.values, 0, values, used, right.count);
        System.arraycopy(right.versions, 0, versions, used, right.count);
        ownsRows = true;
    }

    @Override
    Split split(Batch edit) {
        return splitAt(edit, middle(BYTES_MAX));
    }

    private Split splitAt(Batch edit, int at) {
        byte[] separator = separatorBefore(at);
        Leaf right = new Leaf(edit);
        right.take(this, at, count);
        take(this, 0, at);
        return new Split(separator, right);
    }

    private void take(Leaf source, int from, int to) {
        values = Arrays.copyOfRange(source.values, from, to);
        versions = Arrays.copyOfRange(source.versions, from, to);
        ownsRows = true;
        takeKeys(source, from, to);
    }

    @Override
    boolean isOverfull() {
        return count > COUNT_MAX || (count > 1 && keyBytes() > BYTES_MAX);
    }

    @Override
    boolean isSmall() {
        return count < COUNT_MIN && keyBytes() < BYTES_MIN;
    }
}
