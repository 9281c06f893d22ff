package dev.tallystick.ledger.merkle;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The nodes of one level whose subtrees are complete, numbered from the left edge of the tree; a
 * prefix of them may have been dropped. Packed 32-byte hashes in one growing array.
 */
final class MerkleLevel {
    /** Nodes that one Java array can hold. */
    private static final long NODES_MAX = (Integer.MAX_VALUE - 64) / Digest.LENGTH;

    private byte[] hashes = new byte[8 * Digest.LENGTH];

    /** Number of the first node that is still held. */
    private long first;

    /** Number of the next node to be added; {@code first <= next}. */
    private long next;

    /** Byte offset of node {@link #first} in {@link #hashes}. */
    private int start;

    /** An empty level whose first node will have the number {@code first}. */
    MerkleLevel(long first) {
        this.first = first;
        this.next = first;
    }

    /** Number of the node that the next addition will get; also how many there have ever been. */
    long next() {
        return next;
    }

    void add(Digest node) {
        int at = roomForOne(); // may replace the array
        node.copyTo(hashes, at);
        next++;
    }

    /** Adds the parent of nodes {@code child} and {@code child + 1} of the level below. */
    void addParent(MerkleLevel below, long child, MessageDigest sha256) {
        int at = roomForOne();
        sha256.update(below.hashes, below.offset(child), 2 * Digest.LENGTH);
        try {
            sha256.digest(hashes, at, Digest.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit into 32 bytes", e);
        }
        next++;
    }

    Digest node(long number) {
        return Digest.of(hashes, offset(number));
    }

    void feed(long number, MessageDigest sha256) {
        sha256.update(hashes, offset(number), Digest.LENGTH);
    }

    /** Copies the nodes from {@code number} to the last one. */
    void copyFrom(long number, byte[] target, int targetOffset) {
        int count = (int) (next - number);
        System.arraycopy(hashes, offset(number), target, targetOffset, count * Digest.LENGTH);
    }

    /** Whether the nodes from {@code number} to the last one are those in {@code other}. */
    boolean isEqualFrom(long number, byte[] other, int otherOffset) {
        int length = (int) (next - number) * Digest.LENGTH;
        int from = offset(number);
        return Arrays.equals(hashes, from, from + length, other, otherOffset, otherOffset + length);
    }

    void dropBefore(long number) {
        if (number > first) {
            start += (int) (number - first) * Digest.LENGTH;
            first = number;
        }
    }

    void truncate(long newNext) {
        next = Math.min(next, newNext);
    }

    private int offset(long number) {
        Check.that(
                number >= first && number < next,
                "node %s is not among %s to %s",
                number,
                first,
                next);
        return start + (int) (number - first) * Digest.LENGTH;
    }

    /** Offset for one more node; moves or copies the others at most once for every n additions. */
    private int roomForOne() {
        int held = (int) (next - first) * Digest.LENGTH;
        if (start + held == hashes.length) {
            Check.that(next - first < NODES_MAX, "level with %s nodes is full", next - first);
            if (held <= hashes.length / 2) {
                System.arraycopy(hashes, start, hashes, 0, held);
            } else {
                long capacity = Math.min(2L * held, NODES_MAX * Digest.LENGTH);
                byte[] larger = new byte[(int) capacity];
                System.arraycopy(hashes, start, larger, 0, held);
                hashes = larger;
            }
            start = 0;
        }
        return start + held;
    }

    /** A level with the same nodes that shares nothing with this one. */
    MerkleLevel copy() {
        MerkleLevel copy = new MerkleLevel(first);
        copy.next = next;
        int held = (int) (next - first) * Digest.LENGTH;
        copy.hashes = Arrays.copyOfRange(hashes, start, start + Math.max(held, Digest.LENGTH));
        return copy;
    }
}
