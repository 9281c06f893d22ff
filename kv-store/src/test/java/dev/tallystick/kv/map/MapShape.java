package dev.tallystick.kv.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Walks the nodes of a map, checks what must hold in each, and adds up what they take on the heap:
 * deterministic, from the lengths of the arrays, for a JVM with references of four bytes.
 */
final class MapShape {
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int NODE_BYTES = 40;
    private static final int BATCH_BYTES = 16;

    private final Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private int entries;
    private long nodeBytes;
    private long keyBytes;

    private MapShape() {}

    /** Checks every node of {@code map}. */
    static MapShape of(OrderedMap<?> map) {
        MapShape shape = new MapShape();
        shape.visit(map.root(), null, null, true);
        assertEquals(map.size(), shape.entries, "entries in the leaves");
        return shape;
    }

    /** All nodes, by identity. */
    Set<Node> nodes() {
        return nodes;
    }

    /** Heap per entry beyond the bytes of keys and values, for values kept as arrays. */
    double overheadBytesPerEntry() {
        return (double) (nodeBytes - keyBytes) / entries + ARRAY_HEADER_BYTES;
    }

    /** Entries in an average leaf. */
    double entriesPerLeaf() {
        return (double) entries / nodes.stream().filter(node -> node instanceof Leaf).count();
    }

    /** Returns the height of the node. */
    private int visit(Node node, @Nullable Bytes from, @Nullable Bytes to, boolean isRoot) {
        nodes.add(node);
        nodeBytes +=
                NODE_BYTES + BATCH_BYTES + array(node.bytes.length) + array(8L * node.slots.length);
        checkKeys(node, from, to);
        return switch (node) {
            case Leaf leaf -> visitLeaf(leaf, isRoot);
            case Inner inner -> visitInner(inner, from, to);
        };
    }

    private int visitLeaf(Leaf leaf, boolean isRoot) {
        assertTrue(isRoot || leaf.count > 0, "a leaf has an entry");
        assertTrue(leaf.count <= Leaf.COUNT_MAX, "entries of a leaf: " + leaf.count);
        for (int i = leaf.count; i < leaf.values.length; i++) {
            assertNull(leaf.values[i], "a place out of use keeps nothing alive");
        }
        entries += leaf.count;
        keyBytes += leaf.keyBytes();
        nodeBytes += array(4L * leaf.values.length) + array(8L * leaf.versions.length);
        return 0;
    }

    private int visitInner(Inner inner, @Nullable Bytes from, @Nullable Bytes to) {
        assertTrue(inner.count > 0, "an inner node has a separator");
        assertTrue(inner.count <= Inner.COUNT_MAX, "separators: " + inner.count);
        int height = -1;
        for (int i = 0; i <= inner.count; i++) {
            Bytes low = i == 0 ? from : inner.key(i - 1);
            Bytes high = i == inner.count ? to : inner.key(i);
            int below = visit(inner.child(i), low, high, false);
            assertTrue(height < 0 || height == below, "all leaves are at the same depth");
            height = below;
        }
        for (int i = inner.count + 1; i < inner.children.length; i++) {
            assertNull(inner.children[i], "a place out of use keeps nothing alive");
        }
        nodeBytes += array(4L * inner.children.length);
        return height + 1;
    }

    private static void checkKeys(Node node, @Nullable Bytes from, @Nullable Bytes to) {
        Bytes before = null;
        int length = 0;
        for (int i = 0; i < node.count; i++) {
            Bytes key = node.key(i);
            length += key.length();
            assertTrue(before == null || before.compareTo(key) < 0, "keys ascend");
            assertTrue(from == null || from.compareTo(key) <= 0, "not below its separator");
            assertTrue(to == null || key.compareTo(to) < 0, "below the next separator");
            assertEquals(head(key, node.prefix), node.slots[i] >>> 31, "head of " + key);
            before = key;
        }
        assertEquals(length, node.keyBytes());
        assertEquals(commonPrefix(node), node.prefix, "length of the common prefix");
    }

    private static long head(Bytes key, int from) {
        long head = 0;
        for (int i = from; i < from + 4; i++) {
            head = head * 256 + (i < key.length() ? key.at(i) & 0xff : 0);
        }
        return head;
    }

    private static int commonPrefix(Node node) {
        if (node.count == 0) {
            return 0;
        }
        Bytes first = node.key(0);
        int length = Math.min(first.length(), 0xffff);
        for (int i = 1; i < node.count; i++) {
            int differsAt = first.buffer().mismatch(node.key(i).buffer());
            length = Math.min(length, differsAt);
        }
        return length;
    }

    private static long array(long contentBytes) {
        return (ARRAY_HEADER_BYTES + contentBytes + 7) / 8 * 8;
    }
}
