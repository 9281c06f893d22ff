package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A node that holds {@link #count} children of equal height. {@code separators[i]} is above every
 * key under child {@code i} and not above any key under child {@code i + 1}.
 */
final class Inner<V> extends Node<V> {
    private final Bytes[] separators;
    private final Node<V>[] children;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private Inner(Batch owner, int room) {
        super(owner, 0);
        separators = new Bytes[room];
        children = new Node[room];
    }

    /** The root above a node that was split in two. */
    static <V> Inner<V> over(Batch owner, Node<V> left, Split<V> split) {
        Inner<V> inner = new Inner<>(owner, COUNT_MAX);
        inner.children[0] = left;
        inner.count = 1;
        inner.insert(1, split);
        return inner;
    }

    Node<V> child(int index) {
        return children[index];
    }

    /** Index of the only child under which {@code key} may be. */
    int childIndex(Bytes key) {
        int index = search(separators, count - 1, key);
        return index >= 0 ? index + 1 : ~index;
    }

    @Override
    Inner<V> editable(Batch edit) {
        if (owner == edit) {
            return this;
        }
        Inner<V> copy = new Inner<>(edit, COUNT_MAX);
        copy.appendFrom(this, 0, count);
        return copy;
    }

    @Override
    @Nullable Split<V> put(Batch edit, Bytes key, V value, long version) {
        int index = childIndex(key);
        Split<V> split = editableChild(edit, index).put(edit, key, value, version);
        if (split == null) {
            return null;
        }
        int at = index + 1;
        if (count < COUNT_MAX) {
            insert(at, split);
            return null;
        }
        int keep = COUNT_MAX / 2;
        Bytes separator = separators[keep - 1];
        Inner<V> right = new Inner<>(edit, COUNT_MAX);
        right.appendFrom(this, keep, count);
        truncate(keep);
        if (at <= keep) {
            insert(at, split);
        } else {
            right.insert(at - keep, split);
        }
        return new Split<>(separator, right);
    }

    @Override
    void remove(Batch edit, Bytes key) {
        int index = childIndex(key);
        Node<V> child = editableChild(edit, index);
        child.remove(edit, key);
        if (child.count < COUNT_MIN) {
            refill(edit, index == 0 ? 0 : index - 1);
        }
    }

    /**
     * Merges or balances the children {@code at} and {@code at + 1}, one of which has become too
     * small.
     */
    private void refill(Batch edit, int at) {
        Node<V> left = editableChild(edit, at);
        Node<V> right = children[at + 1];
        if (left.count + right.count <= COUNT_MAX) {
            left.absorb(right, separators[at]);
            removeChild(at + 1);
        } else {
            separators[at] = left.balanceWith(editableChild(edit, at + 1), separators[at]);
        }
    }

    @Override
    Bytes balanceWith(Node<V> neighbour, Bytes separator) {
        Inner<V> right = (Inner<V>) neighbour;
        int half = (count + right.count) / 2;
        Inner<V> all = new Inner<>(owner, count + right.count);
        all.appendFrom(this, 0, count);
        all.absorb(right, separator);
        truncate(0);
        right.truncate(0);
        appendFrom(all, 0, half);
        right.appendFrom(all, half, all.count);
        return all.separators[half - 1];
    }

    @Override
    void absorb(Node<V> right, Bytes separator) {
        separators[count - 1] = separator;
        appendFrom((Inner<V>) right, 0, right.count);
    }

    private Node<V> editableChild(Batch edit, int index) {
        Node<V> child = children[index].editable(edit);
        children[index] = child;
        return child;
    }

    private void insert(int at, Split<V> split) {
        System.arraycopy(children, at, children, at + 1, count - at);
        System.arraycopy(separators, at - 1, separators, at, count - at);
        children[at] = split.right();
        separators[at - 1] = split.separator();
        count++;
    }

    private void removeChild(int at) {
        System.arraycopy(children, at + 1, children, at, count - at - 1);
        System.arraycopy(separators, at, separators, at - 1, count - at - 1);
        truncate(count - 1);
    }

    /**
     * Appends children and the separators between them; the one in front is the caller's to set.
     */
    private void appendFrom(Inner<V> from, int start, int end) {
        int moved = end - start;
        System.arraycopy(from.children, start, children, count, moved);
        System.arraycopy(from.separators, start, separators, count, moved - 1);
        count += moved;
    }

    @SuppressWarnings(
            "NullAway") // places from count on are not in use, and must not keep garbage alive
    private void truncate(int kept) {
        Arrays.fill(children, kept, count, null);
        Arrays.fill(separators, Math.max(kept - 1, 0), count, null);
        count = kept;
    }
}
