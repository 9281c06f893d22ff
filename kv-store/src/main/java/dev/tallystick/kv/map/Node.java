package dev.tallystick.kv.map;

import org.jspecify.annotations.Nullable;

/**
 * A node of the B+tree: a block of keys, and something for each. Immutable once its edit is sealed;
 * before that, the batch that is its {@link #owner} may change it in place.
 *
 * <p>Nodes are bounded by the number of their keys and, softly, by the length of these, so that a
 * very long key does not burden the writes of its neighbours.
 */
abstract sealed class Node extends KeyBlock permits Leaf, Inner {
    /** Nodes with keys longer than this, taken together, are divided when one is inserted. */
    static final int BYTES_MAX = 4096;

    /** The batch of changes that made this node; any other must copy it first. */
    private final @Nullable Batch owner;

    Node(@Nullable Batch owner) {
        this.owner = owner;
    }

    /** A node that shares its keys with {@code other} until it changes them. */
    Node(@Nullable Batch owner, Node other) {
        super(other);
        this.owner = owner;
    }

    final boolean isOwnedBy(Batch edit) {
        return owner == edit;
    }

    /** This node if {@code edit} owns it, else one that it does, sharing what does not change. */
    abstract Node editable(Batch edit);

    /**
     * Sets a key in this node, which {@code edit} owns.
     *
     * @return the new right-hand neighbour if the node had to be split, else {@code null}
     */
    abstract @Nullable Split put(Batch edit, byte[] key, Object value, long version);

    /** Removes a key that is known to be present from this node, which {@code edit} owns. */
    abstract void remove(Batch edit, byte[] key);

    /** Takes over everything from the right-hand neighbour; this node is owned. */
    abstract void absorb(Node right, byte[] separator);

    /** Moves about half of this node, which is owned, to a new right-hand neighbour. */
    abstract Split split(Batch edit);

    /** Whether this node must be split. */
    abstract boolean isOverfull();

    /** Whether this node should be merged with a neighbour. */
    abstract boolean isSmall();

    /** A new right-hand neighbour, and the separator in front of it: not above any of its keys. */
    @SuppressWarnings("ArrayRecordComponent") // handed up one level and copied there
    record Split(byte[] separator, Node right) {}

    /** What one batch of changes carries down the tree. */
    static final class Batch {
        boolean added;
    }
}
