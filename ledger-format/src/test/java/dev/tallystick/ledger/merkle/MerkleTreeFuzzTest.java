package dev.tallystick.ledger.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

/** Serialised trees that nobody vouches for: what loads is written back to the same bytes. */
class MerkleTreeFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void tree(byte[] bytes) {
        MerkleTree tree;
        try {
            tree = MerkleTree.load(bytes);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertArrayEquals(bytes, tree.serialise());
        assertTrue(tree.isSerialisedAs(bytes));
        Digest root = tree.root();
        long last = tree.size() - 1;
        for (long index : new long[] {tree.firstLeaf(), last}) {
            assertEquals(root, tree.path(index).rootFrom(tree.leaf(index)));
        }

        tree.append(Digest.ZERO);
        assertFalse(tree.isSerialisedAs(bytes));
        byte[] all = tree.serialise();
        tree.flushTo(last);
        assertTrue(tree.isSerialisedAs(all));
        assertTrue(MerkleTree.load(all).isSerialisedAs(tree.serialise()));
        assertEquals(root, tree.root(last + 1));
        assertEquals(tree.root(), MerkleTree.load(tree.serialise()).root());
        tree.rollbackTo(last);
        assertEquals(root, tree.root());
    }

    /** Two ways to compare: leaf by leaf, and by size and root; a root alone tells no size. */
    @FuzzTest(maxDuration = "1m")
    void comparison(byte[] bytes) {
        MerkleTree tree = new MerkleTree();
        for (int leaf = 1; leaf < 23; leaf++) {
            tree.append(Digest.sha256(new byte[] {(byte) leaf}));
        }
        for (int flushed : new int[] {0, 7, 21}) {
            tree.flushTo(flushed);
            try {
                boolean isSame = tree.isSerialisedAs(bytes);
                MerkleTree loaded = MerkleTree.load(bytes);
                boolean isSameRoot = loaded.root().equals(tree.root());
                assertEquals(isSameRoot && loaded.size() == tree.size(), isSame);
            } catch (LedgerFormatException refused) {
                assertTrue(refused.getMessage() != null);
            }
        }
    }
}
