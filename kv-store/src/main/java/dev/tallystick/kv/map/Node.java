package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

/**
 * A node of the B+tree. Immutable once its edit is sealed; before that, the batch that is its
 * {@link #owner} may change it in place.
 */
abstract sealed class Node<V> permits Leaf, Inner {
    /** Entries of a leaf, or children of an inner node, at most. */
    static final int COUNT_MAX = 32;

    /** Below this a node is merged or balanced with a neighbour when it loses an entry. */
    static final int COUNT_MIN = COUNT_MAX / 4;

    /** The batch of changes that made this node; any other must copy it first. */
    final Batch owner;

    /** Entries of a leaf, or children of an inner node, in use. */
    int count;

    Node(Batch owner, int count) {
        this.owner = owner;
        this.count = count;
    }

    /**
     * This node if {@code edit} owns it, else a copy that it owns, with room for one more entry.
     */
    abstract Node<V> editable(Batch edit);

    /**
     * Sets a key in this node, which {@code edit} owns.
     *
     * @return the new right-hand neighbour if the node had to be split, else {@code null}
     */
    abstract @Nullable Split<V> put(Batch edit, Bytes key, V value, long version);

    /** Removes a key that is known to be present from this node, which {@code edit} owns. */
    abstract void remove(Batch edit, Bytes key);

    /**
     * Shares the entries evenly between this node and its right-hand neighbour; both are owned.
     *
     * @return the separator between the two from now on
     */
    abstract Bytes balanceWith(Node<V> right, Bytes separator);

    /** Takes over all entries of the right-hand neighbour; this node is owned. */
    abstract void absorb(Node<V> right, Bytes separator);

    /**
     * Binary search in {@code keys[0..count)}.
     *
     * @return the index of the key, or the bitwise complement of the index where it would be
     *     inserted
     */
    static int search(Bytes[] keys, int count, Bytes key) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = keys[middle].compareTo(key);
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

    /** A new right-hand neighbour, and the separator in front of it: not above any of its keys. */
    record Split<V>(Bytes separator, Node<V> right) {}

    /** What one batch of changes carries down the tree. */
    static final class Batch {
        boolean added;
    }
}
