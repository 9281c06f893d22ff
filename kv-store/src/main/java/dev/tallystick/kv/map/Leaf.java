package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A node that holds entries: three parallel arrays, of which the first {@link #count} places are in
 * use.
 */
final class Leaf<V> extends Node<V> {
    private static final Batch NOBODY = new Batch();

    Bytes[] keys;
    Object[] values;
    long[] versions;

    Leaf(Batch owner, int room) {
        super(owner, 0);
        keys = new Bytes[room];
        values = new Object[room];
        versions = new long[room];
    }

    /** The leaf without entries; no edit owns it. */
    static <V> Leaf<V> empty() {
        return new Leaf<>(NOBODY, 0);
    }

    @SuppressWarnings("unchecked") // only put() and moves between leaves of one tree store values
    V value(int index) {
        return (V) values[index];
    }

    @Override
    Leaf<V> editable(Batch edit) {
        if (owner == edit) {
            return this;
        }
        Leaf<V> copy = new Leaf<>(edit, Math.min(COUNT_MAX, count + 1));
        copy.appendFrom(this, 0, count);
        return copy;
    }

    @Override
    @Nullable Split<V> put(Batch edit, Bytes key, V value, long version) {
        int index = search(keys, count, key);
        if (index >= 0) {
            values[index] = value;
            versions[index] = version;
            return null;
        }
        edit.added = true;
        int at = ~index;
        if (count < COUNT_MAX) {
            insert(at, key, value, version);
            return null;
        }
        // Keys that only grow fill their leaves: the full one stays as it is.
        int keep = at == count ? count : COUNT_MAX / 2;
        Leaf<V> right = new Leaf<>(edit, COUNT_MAX);
        right.appendFrom(this, keep, count);
        truncate(keep);
        if (at <= keep && keep < COUNT_MAX) {
            insert(at, key, value, version);
        } else {
            right.insert(at - keep, key, value, version);
        }
        return new Split<>(right.keys[0], right);
    }

    @Override
    void remove(Batch edit, Bytes key) {
        int index = search(keys, count, key);
        int tail = count - index - 1;
        System.arraycopy(keys, index + 1, keys, index, tail);
        System.arraycopy(values, index + 1, values, index, tail);
        System.arraycopy(versions, index + 1, versions, index, tail);
        truncate(count - 1);
    }

    @Override
    Bytes balanceWith(Node<V> neighbour, Bytes separator) {
        Leaf<V> right = (Leaf<V>) neighbour;
        int half = (count + right.count) / 2;
        if (count < half) {
            int moved = half - count;
            appendFrom(right, 0, moved);
            right.dropFirst(moved);
        } else {
            Leaf<V> tail = new Leaf<>(owner, COUNT_MAX);
            tail.appendFrom(this, half, count);
            tail.appendFrom(right, 0, right.count);
            truncate(half);
            right.takeOver(tail);
        }
        return right.keys[0];
    }

    @Override
    void absorb(Node<V> right, Bytes separator) {
        appendFrom((Leaf<V>) right, 0, right.count);
    }

    private void insert(int at, Bytes key, V value, long version) {
        ensureRoom(count + 1);
        int tail = count - at;
        System.arraycopy(keys, at, keys, at + 1, tail);
        System.arraycopy(values, at, values, at + 1, tail);
        System.arraycopy(versions, at, versions, at + 1, tail);
        keys[at] = key;
        values[at] = value;
        versions[at] = version;
        count++;
    }

    private void appendFrom(Leaf<V> from, int start, int end) {
        int moved = end - start;
        ensureRoom(count + moved);
        System.arraycopy(from.keys, start, keys, count, moved);
        System.arraycopy(from.values, start, values, count, moved);
        System.arraycopy(from.versions, start, versions, count, moved);
        count += moved;
    }

    private void dropFirst(int dropped) {
        Leaf<V> rest = new Leaf<>(owner, COUNT_MAX);
        rest.appendFrom(this, dropped, count);
        takeOver(rest);
    }

    private void takeOver(Leaf<V> other) {
        keys = other.keys;
        values = other.values;
        versions = other.versions;
        count = other.count;
    }

    private void ensureRoom(int wanted) {
        if (wanted > keys.length) {
            keys = Arrays.copyOf(keys, COUNT_MAX);
            values = Arrays.copyOf(values, COUNT_MAX);
            versions = Arrays.copyOf(versions, COUNT_MAX);
        }
    }

    @SuppressWarnings(
            "NullAway") // places from count on are not in use, and must not keep garbage alive
    private void truncate(int kept) {
        Arrays.fill(keys, kept, count, null);
        Arrays.fill(values, kept, count, null);
        count = kept;
    }
}
