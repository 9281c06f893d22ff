package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;

import java.util.Arrays;

/**
 * Walks the entries of one {@link OrderedMap} in either direction. Every {@code seek}, {@link
 * #next} and {@link #previous} returns whether the cursor now stands on an entry; only then may the
 * entry be asked for. Confined to one thread.
 *
 * @param <V> the type of the values
 */
public final class Cursor<V> {
    private static final int HEIGHT_FIRST = 4;

    private final Node<V> root;
    private Inner<V>[] path = newPath(HEIGHT_FIRST);
    private int[] indexes = new int[HEIGHT_FIRST];
    private int depth;
    private Leaf<V> leaf = Leaf.empty();
    private int at;

    Cursor(Node<V> root) {
        this.root = root;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
    private static <V> Inner<V>[] newPath(int height) {
        return new Inner[height];
    }

    /** To the smallest key. */
    public boolean seekFirst() {
        depth = 0;
        descendToFirst(root);
        return at < leaf.count;
    }

    /** To the greatest key. */
    public boolean seekLast() {
        depth = 0;
        descendToLast(root);
        return at >= 0;
    }

    /** To the smallest key that is not below {@code key}. */
    public boolean seekCeiling(Bytes key) {
        int index = descend(key);
        at = index >= 0 ? index : ~index;
        return at < leaf.count || nextLeaf();
    }

    /** To the greatest key below {@code key}. */
    public boolean seekLower(Bytes key) {
        int index = descend(key);
        at = (index >= 0 ? index : ~index) - 1;
        return at >= 0 || previousLeaf();
    }

    /** To the following entry; once past the last one, seek again. */
    public boolean next() {
        at++;
        return at < leaf.count || nextLeaf();
    }

    /** To the preceding entry; once before the first one, seek again. */
    public boolean previous() {
        at--;
        return at >= 0 || previousLeaf();
    }

    /** Key of the entry under the cursor. */
    public Bytes key() {
        checkStanding();
        return leaf.keys[at];
    }

    /** Value of the entry under the cursor. */
    public V value() {
        checkStanding();
        return leaf.value(at);
    }

    /** The seqno that wrote the entry under the cursor. */
    public long version() {
        checkStanding();
        return leaf.versions[at];
    }

    /**
     * Whether both cursors stand on the same place of a shared leaf, so that what follows there is
     * equal.
     */
    boolean isAtSamePlaceAs(Cursor<V> other) {
        return leaf == other.leaf && at == other.at;
    }

    /** To the first entry of the next leaf. */
    boolean nextLeaf() {
        while (depth > 0) {
            Inner<V> parent = path[depth - 1];
            int index = ++indexes[depth - 1];
            if (index < parent.count) {
                descendToFirst(parent.child(index));
                return true;
            }
            depth--;
        }
        at = leaf.count;
        return false;
    }

    private boolean previousLeaf() {
        while (depth > 0) {
            Inner<V> parent = path[depth - 1];
            int index = --indexes[depth - 1];
            if (index >= 0) {
                descendToLast(parent.child(index));
                return true;
            }
            depth--;
        }
        at = -1;
        return false;
    }

    private int descend(Bytes key) {
        depth = 0;
        Node<V> node = root;
        while (node instanceof Inner<V> inner) {
            int index = inner.childIndex(key);
            push(inner, index);
            node = inner.child(index);
        }
        leaf = (Leaf<V>) node;
        return Node.search(leaf.keys, leaf.count, key);
    }

    private void descendToFirst(Node<V> from) {
        Node<V> node = from;
        while (node instanceof Inner<V> inner) {
            push(inner, 0);
            node = inner.child(0);
        }
        leaf = (Leaf<V>) node;
        at = 0;
    }

    private void descendToLast(Node<V> from) {
        Node<V> node = from;
        while (node instanceof Inner<V> inner) {
            push(inner, inner.count - 1);
            node = inner.child(inner.count - 1);
        }
        leaf = (Leaf<V>) node;
        at = leaf.count - 1;
    }

    private void push(Inner<V> inner, int index) {
        if (depth == path.length) {
            path = Arrays.copyOf(path, depth * 2);
            indexes = Arrays.copyOf(indexes, depth * 2);
        }
        path[depth] = inner;
        indexes[depth] = index;
        depth++;
    }

    private void checkStanding() {
        if (at < 0 || at >= leaf.count) {
            Check.that(false, "the cursor stands on no entry");
        }
    }
}
