package dev.tallystick.ledger.merkle;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.CryptoProvider;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree over a ledger (spec 01, section 4). Leaf {@code s} belongs to the transaction at
 * seqno {@code s}; leaf 0 is 32 zero bytes and present from the start.
 *
 * <p>Level {@code b} holds the roots of all complete subtrees of 2<sup>b</sup> leaves. Appending
 * costs one hash on average, a root or a path one for each level. Flushing drops leaves that will
 * not be asked for; what is left of them is the left edge.
 *
 * <p>Not safe for use by several threads.
 */
public final class MerkleTree {
    private static final int COUNTERS_SIZE = 2 * Long.BYTES;

    /** More leaves than any ledger has; keeps all index arithmetic within a long. */
    private static final long LEAVES_MAX = 1L << 48;

    private final MessageDigest sha256;
    private final List<MerkleLevel> levels;

    /** Number of flushed leaves = index of the first leaf that is still held; below the size. */
    private long flushed;

    /** The tree of an empty ledger: leaf 0 only. */
    public MerkleTree() {
        this(CryptoProvider.get().digest("SHA-256"));
    }

    /** As {@link #MerkleTree()}, computing all its hashes with {@code sha256}. */
    MerkleTree(MessageDigest sha256) {
        this(0, new ArrayList<>(), sha256);
        append(Digest.ZERO);
    }

    private MerkleTree(long flushed, List<MerkleLevel> levels, MessageDigest sha256) {
        this.flushed = flushed;
        this.levels = levels;
        this.sha256 = sha256;
    }

    /** Number of leaves, leaf 0 and flushed ones included: the seqno of the next transaction. */
    public long size() {
        return levels.isEmpty() ? 0 : levels.get(0).next();
    }

    /** Index of the first leaf that has not been flushed. */
    public long firstLeaf() {
        return flushed;
    }

    /** Appends the leaf of the next transaction. */
    public void append(Digest leaf) {
        level(0).add(leaf);
        long last = level(0).next() - 1;
        for (int b = 0; (last & 1) == 1; b++, last >>= 1) {
            level(b + 1).addParent(level(b), last - 1, sha256);
        }
    }

    private MerkleLevel level(int b) {
        if (b == levels.size()) {
            levels.add(new MerkleLevel(0));
        }
        return levels.get(b);
    }

    /** The leaf at {@code index}, which must not have been flushed. */
    public Digest leaf(long index) {
        checkLeaf(index, size());
        return level(0).node(index);
    }

    /** The root over all leaves: what the next signature transaction signs. */
    public Digest root() {
        return root(size());
    }

    /**
     * The root over the first {@code leafCount} leaves: what the signature transaction at seqno
     * {@code leafCount} signed.
     *
     * @param leafCount more than the index of the first held leaf, at most {@link #size}
     */
    public Digest root(long leafCount) {
        checkLeaf(leafCount - 1, size());
        Digest partial = null;
        for (int b = 0; leafCount >> b != 0; b++) {
            partial = nextPartial(b, leafCount, partial);
        }
        if (partial == null) {
            throw new IllegalStateException("a tree of " + leafCount + " leaves has no root");
        }
        return partial;
    }

    /** The path of a leaf to {@link #root()}. */
    public MerklePath path(long index) {
        return path(index, size());
    }

    /**
     * The path of a leaf to the root over the first {@code leafCount} leaves (spec 01, 4.3).
     *
     * @param index of a leaf that is held, below {@code leafCount}
     * @param leafCount at most {@link #size}
     */
    public MerklePath path(long index, long leafCount) {
        Check.that(leafCount <= size(), "%s leaves asked for, there are %s", leafCount, size());
        checkLeaf(index, leafCount);
        List<MerklePath.Step> steps = new ArrayList<>();
        Digest partial = null;
        for (int b = 0; nodesOnLevel(b, leafCount) > 1; b++) {
            long sibling = (index >> b) ^ 1;
            if (sibling < nodesOnLevel(b, leafCount)) {
                boolean isComplete = sibling < leafCount >> b;
                Digest digest = isComplete || partial == null ? level(b).node(sibling) : partial;
                steps.add(new MerklePath.Step((sibling & 1) == 0, digest));
            }
            partial = nextPartial(b, leafCount, partial);
        }
        return new MerklePath(steps);
    }

    private static long nodesOnLevel(int b, long leafCount) {
        return (leafCount + (1L << b) - 1) >> b;
    }

    /**
     * The incomplete rightmost node one level up: an odd last complete node is carried there, or
     * joined with the incomplete one of this level.
     *
     * @param partial the incomplete rightmost node of level {@code b}, null if all are complete
     */
    private @Nullable Digest nextPartial(int b, long leafCount, @Nullable Digest partial) {
        long complete = leafCount >> b;
        if ((complete & 1) == 0) {
            return partial;
        }
        if (partial == null) {
            return level(b).node(complete - 1);
        }
        level(b).feed(complete - 1, sha256);
        partial.feed(sha256);
        return Digest.finish(sha256);
    }

    private void checkLeaf(long index, long leafCount) {
        Check.that(
                index >= flushed && index < leafCount,
                "leaf %s is not among %s to %s",
                index,
                flushed,
                leafCount - 1);
    }

    /**
     * Drops the leaves below {@code index}; leaf {@code index} itself is kept. To be called on
     * commit to {@code index}. Does nothing if they are gone already.
     */
    public void flushTo(long index) {
        if (index <= flushed) {
            return;
        }
        checkLeaf(index, size());
        flushed = index;
        for (int b = 0; b < levels.size(); b++) {
            level(b).dropBefore((index >> b) & ~1L);
        }
    }

    /**
     * Drops the leaves above {@code index}, which becomes the last one.
     *
     * @param index of a leaf that is held
     */
    public void rollbackTo(long index) {
        checkLeaf(index, size());
        for (int b = 0; b < levels.size(); b++) {
            level(b).truncate((index + 1) >> b);
        }
    }

    /** A tree with the same content that shares nothing with this one. */
    public MerkleTree copy() {
        List<MerkleLevel> copies = new ArrayList<>(levels.size());
        for (MerkleLevel level : levels) {
            copies.add(level.copy());
        }
        return new MerkleTree(flushed, copies, CryptoProvider.get().digest("SHA-256"));
    }

    /**
     * The held leaves and the left edge in the form of {@code public:ccf.internal.tree} (spec 01,
     * 4.4).
     *
     * @return owned by the caller
     */
    public byte[] serialise() {
        long leaves = size() - flushed;
        int edges = Long.bitCount(flushed);
        long length = COUNTERS_SIZE + (leaves + edges) * Digest.LENGTH;
        Check.that(length < Integer.MAX_VALUE - 64, "a tree of %s leaves is too large", leaves);
        ByteBuffer out = ByteBuffer.allocate((int) length);
        out.putLong(leaves).putLong(flushed);
        level(0).copyFrom(flushed, out.array(), COUNTERS_SIZE);
        int position = COUNTERS_SIZE + (int) leaves * Digest.LENGTH;
        for (int b = 0; flushed >> b != 0; b++) {
            if (((flushed >> b) & 1) == 1) {
                level(b).node((flushed >> b) - 1).copyTo(out.array(), position);
                position += Digest.LENGTH;
            }
        }
        return out.array();
    }

    /** The two numbers in front of a serialised tree, checked against its length. */
    private record Counters(int leaves, long from) {
        static Counters of(byte[] bytes) {
            if (bytes.length < COUNTERS_SIZE) {
                throw new LedgerFormatException(
                        "a serialised tree has at least 16 bytes, not " + bytes.length);
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long leaves = in.getLong();
            long from = in.getLong();
            int hashes = (bytes.length - COUNTERS_SIZE) / Digest.LENGTH;
            if (leaves < 1
                    || from < 0
                    || from >= LEAVES_MAX
                    || leaves > hashes
                    || COUNTERS_SIZE + (leaves + Long.bitCount(from)) * Digest.LENGTH
                            != bytes.length) {
                throw new LedgerFormatException(
                        "a serialised tree of "
                                + bytes.length
                                + " bytes cannot hold "
                                + Long.toUnsignedString(leaves)
                                + " leaves from "
                                + Long.toUnsignedString(from));
            }
            return new Counters((int) leaves, from);
        }

        int edgesOffset() {
            return COUNTERS_SIZE + leaves * Digest.LENGTH;
        }
    }

    /**
     * Reads the form of {@link #serialise}.
     *
     * @param bytes read, not kept
     * @throws LedgerFormatException if the counters do not fit the length
     */
    public static MerkleTree load(byte[] bytes) {
        Counters counters = Counters.of(bytes);
        return load(bytes, counters, counters.leaves());
    }

    /** Reads only the first {@code leafCount} leaves, and the left edge. */
    private static MerkleTree load(byte[] bytes, Counters counters, int leafCount) {
        MerkleTree tree =
                new MerkleTree(
                        counters.from(), new ArrayList<>(), CryptoProvider.get().digest("SHA-256"));
        tree.loadLeftEdge(bytes, counters.edgesOffset());
        for (int i = 0; i < leafCount; i++) {
            tree.append(Digest.of(bytes, COUNTERS_SIZE + i * Digest.LENGTH));
        }
        return tree;
    }

    /**
     * Whether {@code bytes} is the serialised form of a tree over the same leaves, whichever of
     * them it still holds. Compares the leaves that both hold, and hashes only the others.
     *
     * @throws LedgerFormatException if it is no serialised tree
     */
    public boolean isSerialisedAs(byte[] bytes) {
        Counters other = Counters.of(bytes);
        if (other.from() + other.leaves() != size()) {
            return false;
        }
        if (other.from() > flushed) {
            return load(bytes).root().equals(root());
        }
        int more = (int) (flushed - other.from());
        if (!level(0).isEqualFrom(flushed, bytes, COUNTERS_SIZE + more * Digest.LENGTH)) {
            return false;
        }
        MerkleTree left = load(bytes, other, more + 1);
        for (int b = 0; flushed >> b != 0; b++) {
            long node = (flushed >> b) - 1;
            if (((flushed >> b) & 1) == 1
                    && !left.level(b).node(node).equals(level(b).node(node))) {
                return false;
            }
        }
        return true;
    }

    private void loadLeftEdge(byte[] bytes, int offset) {
        int position = offset;
        for (int b = 0; flushed >> b != 0; b++) {
            long complete = flushed >> b;
            MerkleLevel level = new MerkleLevel(complete & ~1L);
            if ((complete & 1) == 1) {
                level.add(Digest.of(bytes, position));
                position += Digest.LENGTH;
            }
            levels.add(level);
        }
    }
}
