package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The stages of {@link PipelineCore}, each alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PipelineStages {
    private static final int LEAVES = 8192;

    /** Of an entry with one private record with a value of 64 bytes. */
    private static final int ENTRY_BYTES = 292;

    private static final int PRIVATE_BYTES = 127;

    private final LedgerSecret secret = LedgerSecret.random(1);
    private final EntryEncoder encoder = new EntryEncoder();
    private final MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
    private final Cipher gcm = CryptoProvider.get().cipher("AES/GCM/NoPadding");
    private final SecretKeySpec gcmKey = new SecretKeySpec(new byte[32], "AES");
    private final byte[] iv = new byte[12];
    private final byte[] bytes = new byte[ENTRY_BYTES];
    private final byte[] sealed = new byte[PRIVATE_BYTES + 16];
    private final WriteSet writes =
            WriteSet.of(MapWrites.put(Records.MAP, Bytes.wrap(new byte[16]), Records.value(1)));
    private final MerkleTree tree = new MerkleTree();
    private long seqno;

    /** Serialise, encrypt, hash. */
    @Benchmark
    public Object encode() {
        return encoder.encode(new TxId(2, ++seqno), 0, writes, Digest.ZERO, secret);
    }

    /** Only AES-GCM of the private half. */
    @Benchmark
    public int encrypt() throws GeneralSecurityException {
        long n = ++seqno;
        for (int i = 0; i < Long.BYTES; i++) {
            iv[i] = (byte) (n >>> (Byte.SIZE * i));
        }
        gcm.init(Cipher.ENCRYPT_MODE, gcmKey, new GCMParameterSpec(128, iv));
        gcm.updateAAD(bytes, 0, ENTRY_BYTES - PRIVATE_BYTES);
        return gcm.doFinal(bytes, 0, PRIVATE_BYTES, sealed, 0);
    }

    /** Only SHA-256 of a whole entry. */
    @Benchmark
    public byte[] hash() {
        return sha256.digest(bytes);
    }

    /** Only the Merkle leaf. */
    @Benchmark
    public void appendLeaf() {
        tree.append(Digest.ZERO);
        if (tree.size() % LEAVES == 0) {
            tree.flushTo(tree.size() - 1);
        }
    }
}
