package dev.tallystick.bench.format;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;

/** The Merkle tree, against the one hash of two digests that each leaf costs at least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class Merkle {
    private static final int LEAVES_PER_ROOT = 1000;
    private static final int LEAVES = 1_000_000;

    private final MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
    private final byte[] pair = new byte[2 * Digest.LENGTH];
    private final Digest leaf = Digest.sha256(new byte[] {1});
    private final MerkleTree growing = new MerkleTree();
    private final MerkleTree large = new MerkleTree();
    private long next;

    /** A tree of a million leaves, for paths. */
    @Setup
    public void setUp() {
        while (large.size() < LEAVES) {
            large.append(leaf);
        }
    }

    /** A thousand leaves, one root, flushed as by a commit. */
    @Benchmark
    @OperationsPerInvocation(LEAVES_PER_ROOT)
    public Digest appendAndRoot() {
        for (int i = 0; i < LEAVES_PER_ROOT; i++) {
            growing.append(leaf);
        }
        Digest root = growing.root();
        growing.flushTo(growing.size() - 1);
        return root;
    }

    /** The path of one of a million leaves. */
    @Benchmark
    public Object path() {
        next = (next + 7919) % LEAVES;
        return large.path(next);
    }

    /** The baseline: hash of two digests. */
    @Benchmark
    public byte[] oneHash() {
        return sha256.digest(pair);
    }
}
