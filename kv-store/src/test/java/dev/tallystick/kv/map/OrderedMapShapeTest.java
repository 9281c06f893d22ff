package dev.tallystick.kv.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What the nodes of a map share and take. */
class OrderedMapShapeTest {
    private static final int ENTRIES = 50_000;
    private static final int OVERHEAD_BYTES_MAX = 64;

    private final Random random = new Random(1);
    private final List<Bytes> keys = NastyKeys.RANDOM.some(ENTRIES, random);

    @Test
    void anEntryTakesFewBytesBeyondItsKeyAndValueWhenEachIsACommit() {
        double bytes = MapShape.of(filled(1)).overheadBytesPerEntry();

        assertTrue(bytes <= OVERHEAD_BYTES_MAX, "bytes per entry: " + bytes);
    }

    @Test
    void anEntryTakesFewBytesBeyondItsKeyAndValueWhenCommitsAreBatches() {
        for (int batch : new int[] {10, 1000, ENTRIES}) {
            double bytes = MapShape.of(filled(batch)).overheadBytesPerEntry();

            assertTrue(bytes <= OVERHEAD_BYTES_MAX, "in batches of " + batch + ": " + bytes);
        }
    }

    @Test
    void keysThatOnlyGrowFillTheirLeaves() {
        OrderedMap.Edit<Bytes> edit = OrderedMap.empty(ValueForm.bytes()).edit();
        for (int i = 0; i < ENTRIES; i++) {
            edit.put(Bytes.utf8("message:%08d".formatted(i)), Bytes.EMPTY, 1);
        }

        assertTrue(MapShape.of(edit.seal()).entriesPerLeaf() > Leaf.COUNT_MAX - 1);
    }

    @Test
    void leavesAreMergedWhenMostEntriesGo() {
        OrderedMap<Bytes> map = filled(ENTRIES);
        OrderedMap.Edit<Bytes> edit = map.edit();
        keys.subList(0, ENTRIES / 10 * 9).forEach(edit::remove);

        double entriesPerLeaf = MapShape.of(edit.seal()).entriesPerLeaf();
        assertTrue(entriesPerLeaf > Leaf.COUNT_MAX / 4.0, "entries per leaf: " + entriesPerLeaf);
    }

    @Test
    void anOverwriteMakesOnlyThePathAndSharesItsKeys() {
        OrderedMap<Bytes> map = filled(1000);
        Bytes key = keys.get(random.nextInt(ENTRIES));
        OrderedMap.Edit<Bytes> edit = map.edit();
        edit.put(key, Bytes.utf8("new"), 7);
        OrderedMap<Bytes> changed = edit.seal();

        Set<Node> made = new HashSet<>(MapShape.of(changed).nodes());
        made.removeAll(MapShape.of(map).nodes());
        Node old = map.root();
        Node now = changed.root();
        int height = 0;
        while (now instanceof Inner inner) {
            assertTrue(made.contains(now), "the path is new");
            assertSame(old.slots, now.slots, "separators are shared");
            int index = inner.childIndex(key.toArray());
            old = ((Inner) old).child(index);
            now = inner.child(index);
            height++;
        }
        assertSame(old.slots, now.slots, "keys are shared");
        assertSame(old.bytes, now.bytes, "keys are shared");
        assertEquals(height + 1, made.size(), "nothing but the path is new");
    }

    @Test
    void aHugeKeyDoesNotStayInTheLeafOfSmallOnes() {
        OrderedMap<Bytes> map = filled(ENTRIES);
        byte[] huge = new byte[1 << 20];
        System.arraycopy(keys.getFirst().toArray(), 0, huge, 0, 16);
        OrderedMap.Edit<Bytes> edit = map.edit();
        edit.put(Bytes.wrap(huge), Bytes.EMPTY, 2);
        edit.put(keys.getFirst(), Bytes.EMPTY, 3);
        for (int i = 0; i < 6; i++) {
            huge[16]++;
            edit.put(Bytes.copyOf(huge, 0, 17), Bytes.EMPTY, 4);
        }
        MapShape shape = MapShape.of(edit.seal());

        for (Node node : shape.nodes()) {
            assertTrue(
                    node.keyBytes() < huge.length || node.count <= 6,
                    "neighbours of the huge key: " + node.count);
            assertTrue(node instanceof Leaf || node.keyBytes() <= Node.BYTES_MAX);
        }
    }

    @Test
    void manyHugeKeysWithOnePrefixComeAndGo() {
        OrderedMap.Edit<Bytes> edit = OrderedMap.empty(ValueForm.bytes()).edit();
        byte[] huge = new byte[20_000];
        for (int i = 0; i < 200; i++) {
            huge[19_990 + i % 10] = (byte) i;
            edit.put(Bytes.copyOf(huge), Bytes.EMPTY, i + 1);
        }
        OrderedMap<Bytes> full = edit.seal();
        MapShape.of(full);
        assertEquals(200, full.size());
        for (MapEntry<Bytes> entry : full.entries()) {
            assertTrue(edit.remove(entry.key()));
        }
        assertEquals(0, edit.seal().size());
    }

    private OrderedMap<Bytes> filled(int perCommit) {
        OrderedMap<Bytes> map = OrderedMap.empty(ValueForm.bytes());
        for (int from = 0; from < ENTRIES; from += perCommit) {
            OrderedMap.Edit<Bytes> edit = map.edit();
            for (Bytes key : keys.subList(from, Math.min(ENTRIES, from + perCommit))) {
                edit.put(key, Bytes.EMPTY, 1);
            }
            map = edit.seal();
        }
        return map;
    }
}
