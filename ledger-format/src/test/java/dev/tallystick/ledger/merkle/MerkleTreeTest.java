package dev.tallystick.ledger.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The tree against the vectors of spec 01, 4.2 and 4.4, and against a naive twin. */
class MerkleTreeTest {
    private static final String[] ROOTS = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "632959f31641075aa6848d91649123edb324aca48206c605ea0bbe43590dceec",
        "ae54095e475d3928b223cf378f8aa1995a614c4d2a5b867436d5c988e02909ae",
        "2b59906f20704cee3a43b58dbfcd7eb35dd13beb566542fa24893d038e6eb682",
        "fb9cf99964e944cac40e61024026a3a91512546b864a297cc68fb4c312a1e5e6",
        "645585f2a2973d85ca3095ad36fc3e398d66101b045b0f08b6d7c1df88cf21c8",
        "92203c7917947f8dc301bfa433eef638634b43d0be514fc721bf44502da55a44"
    };

    private static Digest leaf(int i) {
        return i == 0 ? Digest.ZERO : Digest.sha256(new byte[] {(byte) i});
    }

    private static MerkleTree treeOf(int leaves) {
        MerkleTree tree = new MerkleTree();
        for (int i = 1; i < leaves; i++) {
            tree.append(leaf(i));
        }
        return tree;
    }

    @Test
    void rootsAreThoseOfTheSpec() {
        for (int leaves = 1; leaves <= ROOTS.length; leaves++) {
            assertEquals(ROOTS[leaves - 1], treeOf(leaves).root().hex(), leaves + " leaves");
        }
    }

    @Test
    void thePathOfACarriedLeafSkipsTheLevelsWithoutSibling() {
        MerklePath path = treeOf(7).path(6);

        assertEquals(
                List.of(
                        new MerklePath.Step(true, Digest.sha256(leaf(4), leaf(5))),
                        new MerklePath.Step(true, Digest.fromHex(ROOTS[3]))),
                path.steps());
        assertEquals(ROOTS[6], path.rootFrom(leaf(6)).hex());
    }

    @Test
    void aFlushedTreeIsSerialisedAsInTheSpec() {
        MerkleTree tree = treeOf(7);
        tree.flushTo(5);

        byte[] bytes = tree.serialise();

        assertEquals(144, bytes.length);
        assertEquals(
                "083bf75b648aa100566c9feb0f259decf143558179c02ebf295191d78b9da92d",
                Digest.sha256(bytes).hex());
        assertEquals(ROOTS[6], MerkleTree.load(bytes).root().hex());
    }

    @Test
    void anyHistoryOfChangesGivesTheNaiveTree() {
        for (long seed = 0; seed < 25; seed++) {
            new History(seed).run(120);
        }
    }

    @Test
    void serialisedTreesOfTheWrongLengthAreRefused() {
        byte[] bytes = treeOf(7).serialise();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(LedgerFormatException.class, () -> MerkleTree.load(cut));
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + Digest.LENGTH);
        assertThrows(LedgerFormatException.class, () -> MerkleTree.load(longer));
    }

    /** Replay: set the first run to the one of the failure. */
    @Test
    void randomChangesOfASerialisedTreeAreReadOrRefusedByOneExceptionOnly() {
        MerkleTree tree = treeOf(7);
        tree.flushTo(5);
        byte[] sound = tree.serialise();
        for (int run = 0; run < 20_000; run++) {
            Random random = new Random(run);
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 33));
            for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(Math.min(16, bytes.length))] = (byte) random.nextInt();
            }
            try {
                MerkleTree loaded = MerkleTree.load(bytes);
                assertArrayEquals(bytes, loaded.serialise(), "run " + run);
            } catch (LedgerFormatException expected) {
                assertTrue(expected.getMessage() != null);
            }
        }
    }

    @Test
    void aSerialisedTreeIsRecognisedWhateverItHasFlushed() {
        Random random = new Random(77);
        for (int run = 0; run < 400; run++) {
            int size = 1 + random.nextInt(70);
            MerkleTree tree = treeOf(size);
            MerkleTree other = treeOf(size);
            tree.flushTo(random.nextInt(size));
            other.flushTo(random.nextInt(size));
            byte[] bytes = other.serialise();
            assertTrue(tree.isSerialisedAs(bytes), "run " + run);
            bytes[16 + random.nextInt(bytes.length - 16)] ^= 4;
            assertFalse(tree.isSerialisedAs(bytes), "changed, run " + run);
            assertFalse(tree.isSerialisedAs(treeOf(size + 1).serialise()), "run " + run);
        }
        byte[] cut = Arrays.copyOf(treeOf(5).serialise(), 100);
        assertThrows(LedgerFormatException.class, () -> treeOf(5).isSerialisedAs(cut));
    }

    @Test
    void leavesThatAreGoneCannotBeAskedFor() {
        MerkleTree tree = treeOf(7);
        tree.flushTo(5);

        assertThrows(IllegalStateException.class, () -> tree.path(4));
        assertThrows(IllegalStateException.class, () -> tree.rollbackTo(4));
        assertThrows(IllegalStateException.class, () -> tree.path(7));
    }

    /** A random sequence of appends, flushes, rollbacks and reloads. Replay: run with its seed. */
    private static final class History {
        private final long seed;
        private final Random random;
        private final List<Digest> leaves = new ArrayList<>(List.of(Digest.ZERO));
        private MerkleTree tree = new MerkleTree();

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                change();
                check("seed " + seed + ", step " + step);
            }
        }

        private void change() {
            int choice = random.nextInt(10);
            if (choice < 7) {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    byte[] bytes = new byte[32];
                    random.nextBytes(bytes);
                    leaves.add(Digest.wrap(bytes));
                    tree.append(Digest.of(bytes));
                }
            } else if (choice == 7) {
                tree.flushTo(random.nextLong(leaves.size()));
            } else if (choice == 8) {
                long to = random.nextLong(tree.firstLeaf(), leaves.size());
                tree.rollbackTo(to);
                leaves.subList((int) to + 1, leaves.size()).clear();
            } else {
                byte[] bytes = tree.serialise();
                tree = random.nextBoolean() ? MerkleTree.load(bytes) : tree.copy();
                assertArrayEquals(bytes, tree.serialise(), "seed " + seed);
            }
        }

        private void check(String where) {
            assertEquals(leaves.size(), tree.size(), where);
            assertEquals(naiveRoot(leaves), tree.root(), where);
            long index = random.nextLong(tree.firstLeaf(), leaves.size());
            long count = random.nextLong(index + 1, leaves.size() + 1L);
            List<Digest> first = leaves.subList(0, (int) count);
            MerklePath path = tree.path(index, count);
            assertEquals(naiveRoot(first), tree.root(count), where);
            assertEquals(naiveRoot(first), path.rootFrom(leaves.get((int) index)), where);
            assertEquals(naivePath(first, (int) index), path.steps(), where);
        }

        /** From the leaf upwards: the roots of the parts that the leaf is not in. */
        private static List<MerklePath.Step> naivePath(List<Digest> leaves, int index) {
            List<MerklePath.Step> steps = new ArrayList<>();
            if (leaves.size() > 1) {
                int split = Integer.highestOneBit(leaves.size() - 1);
                List<Digest> left = leaves.subList(0, split);
                List<Digest> right = leaves.subList(split, leaves.size());
                boolean isRight = index >= split;
                steps.addAll(isRight ? naivePath(right, index - split) : naivePath(left, index));
                steps.add(new MerklePath.Step(isRight, naiveRoot(isRight ? left : right)));
            }
            return steps;
        }

        /** The recursive definition of spec 01, 4.1. */
        private static Digest naiveRoot(List<Digest> leaves) {
            if (leaves.size() == 1) {
                return leaves.get(0);
            }
            int split = Integer.highestOneBit(leaves.size() - 1);
            return Digest.sha256(
                    naiveRoot(leaves.subList(0, split)),
                    naiveRoot(leaves.subList(split, leaves.size())));
        }
    }
}
