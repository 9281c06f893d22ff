package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;

import org.jspecify.annotations.Nullable;

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

    private final Node root;
    private final ValueForm<V> form;
    private Inner[] path = new Inner[HEIGHT_FIRST];
    private int[] indexes = new int[HEIGHT_FIRST];
    private int depth;
    private Leaf leaf = Leaf.EMPTY;
    private int at;

    /** The key under the cursor, once it was asked for. */
    private @Nullable Bytes key;

    Cursor(Node root, ValueForm<V> form) {
        this.root = root;
        this.form = form;
    }

    /** To the smallest key. */
    public boolean seekFirst() {
        key = null;
        depth = 0;
        descendToFirst(root);
        return at < leaf.count;
    }

    /** To the greatest key. */
    public boolean seekLast() {
        key = null;
        depth = 0;
        descendToLast(root);
        return at >= 0;
    }

    /** To the smallest key that is not below {@code wanted}. */
    public boolean seekCeiling(Bytes wanted) {
        int index = descend(wanted);
        at = index >= 0 ? index : ~index;
        return at < leaf.count || nextLeaf();
    }

    /** To the greatest key below {@code wanted}. */
    public boolean seekLower(Bytes wanted) {
        int index = descend(wanted);
        at = (index >= 0 ? index : ~index) - 1;
        return at >= 0 || previousLeaf();
    }

    /** To the following entry; once past the last one, seek again. */
    public boolean next() {
        key = null;
        at++;
        return at < leaf.count || nextLeaf();
    }

    /** To the preceding entry; once before the first one, seek again. */
    public boolean previous() {
        key = null;
        at--;
        return at >= 0 || previousLeaf();
    }

    /** Key of the entry under the cursor. */
    public Bytes key() {
        checkStanding();
        Bytes known = key;
        if (known == null) {
            known = leaf.key(at);
            key = known;
        }
        return known;
    }

    /** Value of the entry under the cursor. */
    public V value() {
        checkStanding();
        return form.unpack(leaf.value(at));
    }

    /** The seqno that wrote the entry under the cursor. */
    public long version() {
        checkStanding();
        return leaf.version(at);
    }

    /** The leaf under the cursor. */
    Leaf leaf() {
        return leaf;
    }

    /**
     * Whether both cursors stand on the same place of a shared leaf, so that what follows there is
     * equal.
     */
    boolean isAtSamePlaceAs(Cursor<V> other) {
        return leaf == other.leaf && at == other.at;
    }

    /**
     * To the first entry behind the highest node that is shared with {@code other}, which stands at
     * the same place of the same leaf.
     */
    boolean skipShared(Cursor<V> other) {
        int shared = 0;
        while (shared < Math.min(depth, other.depth) && hasSameStep(other, shared + 1)) {
            shared++;
        }
        depth -= shared;
        other.depth -= shared;
        other.nextLeaf();
        return nextLeaf();
    }

    /** Whether the nodes so many steps above the leaf are the same, and left at the same child. */
    private boolean hasSameStep(Cursor<V> other, int above) {
        return path[depth - above] == other.path[other.depth - above]
                && indexes[depth - above] == other.indexes[other.depth - above];
    }

    /** To the first entry of the next leaf. */
    boolean nextLeaf() {
        key = null;
        while (depth > 0) {
            Inner parent = path[depth - 1];
            int index = ++indexes[depth - 1];
            if (index <= parent.count) {
                descendToFirst(parent.child(index));
                return true;
            }
            depth--;
        }
        at = leaf.count;
        return false;
    }

    private boolean previousLeaf() {
        key = null;
        while (depth > 0) {
            Inner parent = path[depth - 1];
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

    private int descend(Bytes wanted) {
        key = null;
        depth = 0;
        byte[] bytes = wanted.sharedArray();
        Node node = root;
        while (node instanceof Inner inner) {
            int index = inner.childIndex(bytes);
            push(inner, index);
            node = inner.child(index);
        }
        leaf = (Leaf) node;
        return leaf.search(bytes);
    }

    private void descendToFirst(Node from) {
        Node node = from;
        while (node instanceof Inner inner) {
            push(inner, 0);
            node = inner.child(0);
        }
        leaf = (Leaf) node;
        at = 0;
    }

    private void descendToLast(Node from) {
        Node node = from;
        while (node instanceof Inner inner) {
            push(inner, inner.count);
            node = inner.child(inner.count);
        }
        leaf = (Leaf) node;
        at = leaf.count - 1;
    }

    private void push(Inner inner, int index) {
        if (depth == path.length) {
            path = Arrays.copyOf(path, depth * 2);
            indexes = Arrays.copyOf(indexes, depth * 2);
        }
        path[depth] = inner;
        indexes[depth] = index;
        depth++;
    }

    /** Whether there is an entry under the cursor. */
    boolean isStanding() {
        return at >= 0 && at < leaf.count;
    }

    private void checkStanding() {
        if (!isStanding()) {
            Check.that(false, "the cursor stands on no entry");
        }
    }
}
