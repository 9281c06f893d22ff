package dev.tallystick.kv.map;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A node that holds children of equal height, one more than it has keys. These are separators: each
 * is above every key under the child before it, and not above any key under the child after it.
 */
final class Inner extends Node {
    /** Separators of an inner node, at most. */
    static final int COUNT_MAX = 63;

    private static final int COUNT_MIN = COUNT_MAX / 4;

    Node[] children;

    private Inner(Batch owner, Node[] children) {
        super(owner);
        this.children = children;
    }

    private Inner(Batch owner, Inner other) {
        super(owner, other);
        children = Arrays.copyOf(other.children, other.count + 1);
    }

    /** The root above a node that was split in two. */
    static Inner over(Batch owner, Node left, Split split) {
        Inner inner = new Inner(owner, new Node[] {left});
        inner.insert(0, split);
        return inner;
    }

    Node child(int index) {
        return children[index];
    }

    /** Index of the only child under which {@code key} may be. */
    int childIndex(byte[] key) {
        int index = search(key);
        return index >= 0 ? index + 1 : ~index;
    }

    @Override
    Inner editable(Batch edit) {
        return isOwnedBy(edit) ? this : new Inner(edit, this);
    }

    @Override
    @Nullable Split put(Batch edit, byte[] key, Object value, long version) {
        int index = childIndex(key);
        Split split = editableChild(edit, index).put(edit, key, value, version);
        if (split == null) {
            return null;
        }
        insert(index, split);
        return isOverfull() ? split(edit) : null;
    }

    @Override
    void remove(Batch edit, byte[] key) {
        int index = childIndex(key);
        Node child = editableChild(edit, index);
        child.remove(edit, key);
        if (child.isSmall()) {
            refill(edit, index == 0 ? 0 : index - 1, child.count == 0);
        }
    }

    /**
     * Merges the children {@code at} and {@code at + 1}, one of which has become too small, and
     * divides them again if that is too much for one. Neighbours with very long keys are left alone
     * unless they must not be.
     */
    private void refill(Batch edit, int at, boolean isNecessary) {
        long bytes = (long) children[at].keyBytes() + children[at + 1].keyBytes();
        if (bytes > BYTES_MAX && !isNecessary) {
            return;
        }
        Node left = editableChild(edit, at);
        left.absorb(children[at + 1], key(at).sharedArray());
        removeKey(at);
        System.arraycopy(children, at + 2, children, at + 1, count - at);
        children = Arrays.copyOf(children, count + 1);
        if (left.isOverfull()) {
            insert(at, left.split(edit));
        }
    }

    @Override
    void absorb(Node neighbour, byte[] separator) {
        Inner right = (Inner) neighbour;
        int used = count + 1;
        insertKey(count, separator);
        appendKeys(right);
        children = Arrays.copyOf(children, count + 1);
        System.arraycopy(right.children, 0, children, used, right.count + 1);
    }

    /** The separator in the middle goes up. */
    @Override
    Split split(Batch edit) {
        int at = Math.min(middle(BYTES_MAX), count - 2);
        byte[] separator = key(at).sharedArray();
        Inner right = new Inner(edit, Arrays.copyOfRange(children, at + 1, count + 1));
        right.takeKeys(this, at + 1, count);
        takeKeys(this, 0, at);
        children = Arrays.copyOf(children, at + 1);
        return new Split(separator, right);
    }

    @Override
    boolean isOverfull() {
        return count > COUNT_MAX || (count > 2 && keyBytes() > BYTES_MAX);
    }

    @Override
    boolean isSmall() {
        return count == 0 || (count < COUNT_MIN && keyBytes() < BYTES_MAX / 4);
    }

    private Node editableChild(Batch edit, int index) {
        Node child = children[index].editable(edit);
        children[index] = child;
        return child;
    }

    /** Inserts what was split off child {@code at} behind it. */
    private void insert(int at, Split split) {
        children = Room.open(children, count + 1, at + 1);
        children[at + 1] = split.right();
        insertKey(at, split.separator());
    }
}
