package dev.tallystick.kv.map;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An immutable map from byte strings to values, in unsigned lexicographic order of its keys. Each
 * entry carries the seqno that wrote it, its version.
 *
 * <p>A snapshot is a reference to the map. Changes go through {@link #edit()} and share all
 * untouched nodes with the map they start from. Safe for use by any number of threads.
 *
 * @param <V> the type of the values, which must be immutable too
 */
public final class OrderedMap<V> {
    /** Version of a key that is not there; no transaction has this seqno. */
    public static final long ABSENT = 0;

    private static final OrderedMap<?> EMPTY = empty(ValueForm.plain());

    private final ValueForm<V> form;
    private final Node root;
    private final int size;

    private OrderedMap(ValueForm<V> form, Node root, int size) {
        this.form = form;
        this.root = root;
        this.size = size;
    }

    /** A map without entries that will keep its values as they are. */
    @SuppressWarnings("unchecked") // nothing in it
    public static <V> OrderedMap<V> empty() {
        return (OrderedMap<V>) EMPTY;
    }

    /** A map without entries; it and all that are made from it keep their values in this form. */
    public static <V> OrderedMap<V> empty(ValueForm<V> form) {
        return new OrderedMap<>(form, Leaf.EMPTY, 0);
    }

    /** How many entries there are. */
    public int size() {
        return size;
    }

    /** The value under {@code key}, or {@code null}. */
    public @Nullable V get(Bytes key) {
        byte[] bytes = key.sharedArray();
        Leaf leaf = leafFor(root, bytes);
        int index = leaf.find(bytes);
        return index < 0 ? null : form.unpack(leaf.value(index));
    }

    /** The seqno that wrote {@code key}, or {@link #ABSENT}. */
    public long version(Bytes key) {
        byte[] bytes = key.sharedArray();
        Leaf leaf = leafFor(root, bytes);
        int index = leaf.find(bytes);
        return index < 0 ? ABSENT : leaf.version(index);
    }

    /**
     * Looks {@code key} up once for both its value and its version; returns whether it is there.
     */
    public boolean find(Bytes key, Found<V> found) {
        byte[] bytes = key.sharedArray();
        Leaf leaf = leafFor(root, bytes);
        int index = leaf.find(bytes);
        if (index < 0) {
            found.value = null;
            found.version = ABSENT;
            return false;
        }
        found.value = form.unpack(leaf.value(index));
        found.version = leaf.version(index);
        return true;
    }

    /** A cursor over this map, not yet on an entry. */
    public Cursor<V> cursor() {
        return new Cursor<>(root, form);
    }

    /**
     * All entries in the order of their keys, by position. Made in a time that grows with the
     * number of leaves; an entry is made when it is asked for.
     */
    public List<MapEntry<V>> entries() {
        return new EntryList<>(cursor(), form, size);
    }

    /**
     * Whether this map and {@code other} have the same keys with the same versions in {@code
     * range}. Nodes that the two share are not compared, so the cost is that of the differences.
     */
    public boolean hasSameEntries(OrderedMap<V> other, KeyRange range) {
        if (root == other.root) {
            return true;
        }
        Cursor<V> mine = cursor();
        Cursor<V> theirs = other.cursor();
        boolean left = mine.seekCeiling(range.from());
        boolean right = theirs.seekCeiling(range.from());
        while (true) {
            boolean inside = left && range.endsAfter(mine.key());
            if (inside != (right && range.endsAfter(theirs.key()))) {
                return false;
            }
            if (!inside) {
                return true;
            }
            if (mine.isAtSamePlaceAs(theirs)) {
                left = mine.skipShared(theirs);
                right = theirs.isStanding();
                continue;
            }
            if (mine.version() != theirs.version() || !mine.key().equals(theirs.key())) {
                return false;
            }
            left = mine.next();
            right = theirs.next();
        }
    }

    /** Begins a batch of changes, starting from this map. */
    public Edit<V> edit() {
        return new Edit<>(this);
    }

    /** The root node, for the tests of its structure. */
    Node root() {
        return root;
    }

    private static Leaf leafFor(Node root, byte[] key) {
        Node node = root;
        while (node instanceof Inner inner) {
            node = inner.child(inner.childIndex(key));
        }
        return (Leaf) node;
    }

    /**
     * A batch of changes: each node is copied when it is first touched, and changed in place
     * afterwards. Confined to one thread; readers never see it.
     *
     * @param <V> the type of the values
     */
    public static final class Edit<V> {
        private final OrderedMap<V> start;
        private Node.Batch edit = new Node.Batch();
        private Node root;
        private int size;

        private Edit(OrderedMap<V> start) {
            this.start = start;
            this.root = start.root;
            this.size = start.size;
        }

        /** Sets {@code key}, whether or not it is there. */
        public void put(Bytes key, V value, long version) {
            root = root.editable(edit);
            Node.Split split = root.put(edit, key.sharedArray(), start.form.pack(value), version);
            if (split != null) {
                root = Inner.over(edit, root, split);
            }
            if (edit.added) {
                edit.added = false;
                size++;
            }
        }

        /** Removes {@code key}; returns whether it was there. */
        public boolean remove(Bytes key) {
            byte[] bytes = key.sharedArray();
            if (leafFor(root, bytes).find(bytes) < 0) {
                return false;
            }
            root = root.editable(edit);
            root.remove(edit, bytes);
            if (root instanceof Inner inner && inner.count == 0) {
                root = inner.child(0);
            }
            size--;
            return true;
        }

        /** Removes every key, in no time. */
        public void clear() {
            root = Leaf.EMPTY;
            size = 0;
        }

        /** How many entries there are now. */
        public int size() {
            return size;
        }

        /** The changed map. The batch may go on from there without touching the result. */
        public OrderedMap<V> seal() {
            edit = new Node.Batch();
            if (root == start.root) {
                return start;
            }
            return new OrderedMap<>(start.form, size == 0 ? Leaf.EMPTY : root, size);
        }
    }
}
