package dev.tallystick.ledger.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
        Digest root = tree.root();
        long last = tree.size() - 1;
        for (long index : new long[] {tree.firstLeaf(), last}) {
            assertEquals(root, tree.path(index).rootFrom(tree.leaf(index)));
        }

        tree.append(Digest.ZERO);
        tree.flushTo(last);
        assertEquals(root, tree.root(last + 1));
        assertEquals(tree.root(), MerkleTree.load(tree.serialise()).root());
        tree.rollbackTo(last);
        assertEquals(root, tree.root());
    }
}
