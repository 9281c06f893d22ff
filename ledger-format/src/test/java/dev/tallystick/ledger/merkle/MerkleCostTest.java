package dev.tallystick.ledger.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.crypto.CryptoProvider;

import org.junit.jupiter.api.Test;

import java.security.MessageDigest;
import java.util.Random;

/** What the tree costs, counted in hashes: time would depend on the machine. */
class MerkleCostTest {
    private static final int LEAVES = 100_003;

    private final CountingSha256 sha256 = new CountingSha256();
    private final MerkleTree tree = new MerkleTree(sha256);

    /** SHA-256 that counts how often it is finished. */
    private static final class CountingSha256 extends MessageDigest {
        private final MessageDigest real = CryptoProvider.get().digest("SHA-256");
        private long count;

        CountingSha256() {
            super("SHA-256");
        }

        @Override
        protected int engineGetDigestLength() {
            return Digest.LENGTH;
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            real.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            count++;
            return real.digest();
        }

        @Override
        protected void engineReset() {
            real.reset();
        }

        long takeCount() {
            long taken = count;
            count = 0;
            return taken;
        }
    }

    private void fill() {
        while (tree.size() < LEAVES) {
            tree.append(Digest.sha256(new byte[] {(byte) tree.size()}));
        }
        sha256.takeCount();
    }

    private static int levels(long leaves) {
        return Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
    }

    @Test
    void appendingCostsLessThanOneHashForEachLeafAndNeverMoreThanOneForEachLevel() {
        long total = 0;
        for (long size = 1; size < LEAVES; size++) {
            tree.append(Digest.ZERO);
            long hashes = sha256.takeCount();
            assertEquals(Long.numberOfTrailingZeros(size + 1), hashes, "append of leaf " + size);
            total += hashes;
        }
        assertEquals(LEAVES - Long.bitCount(LEAVES), total); // nodes of all complete subtrees
    }

    @Test
    void aRootCostsAtMostOneHashForEachLevel() {
        fill();
        assertEquals(LEAVES, tree.size());
        for (long leaves = 1; leaves <= LEAVES; leaves += 97) {
            tree.root(leaves);
            assertEquals(Long.bitCount(leaves) - 1, sha256.takeCount(), leaves + " leaves");
        }
    }

    @Test
    void aPathCostsAtMostOneHashForEachLevel() {
        fill();
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            long leaves = random.nextLong(1, LEAVES + 1L);
            MerklePath path = tree.path(random.nextLong(leaves), leaves);
            long hashes = sha256.takeCount();
            assertTrue(
                    hashes <= levels(leaves) && path.steps().size() <= levels(leaves),
                    () -> hashes + " hashes, " + path.steps().size() + " steps of " + leaves);
        }
    }

    @Test
    void flushingAndRollingBackCostNoHashAtAll() {
        fill();
        tree.flushTo(LEAVES / 2);
        tree.rollbackTo(LEAVES - 1000);
        tree.serialise();
        assertEquals(0, sha256.takeCount());
    }
}
