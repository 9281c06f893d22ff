package dev.tallystick.bench.format;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;

/**
 * One entry of about 1 KB, half of it public and half private, against SHA-256 of the same bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EntryCodec {
    private static final int VALUE_BYTES = 350;

    private final MessageDigest sha256 = CryptoProvider.get().digest("SHA-256");
    private final LedgerSecret secret = LedgerSecret.random(1);
    private final LedgerSecrets secrets = LedgerSecrets.of(secret);
    private final WriteSet writes =
            WriteSet.of(
                    MapWrites.put(
                            "public:records", Bytes.utf8("key"), Bytes.wrap(new byte[VALUE_BYTES])),
                    MapWrites.put("records", Bytes.utf8("key"), Bytes.wrap(new byte[VALUE_BYTES])));
    private final EntryEncoder encoder = new EntryEncoder();
    private final EntryDecoder decoder = new EntryDecoder();
    private final byte[] entry =
            new EntryEncoder().encode(new TxId(2, 1), 0, writes, Digest.ZERO, secret).bytes();
    private long seqno;

    /** Serialise, encrypt, hash. */
    @Benchmark
    public Object encode() {
        return encoder.encode(new TxId(2, ++seqno), 0, writes, Digest.ZERO, secret);
    }

    /** Parse and hash; the private half stays encrypted. */
    @Benchmark
    public Object decodePublic() {
        return decoder.decodePublic(entry);
    }

    /** Decrypt, parse, hash. */
    @Benchmark
    public Object decode() {
        return decoder.decode(entry, secrets);
    }

    /** Check and hash in place, as an auditor does. */
    @Benchmark
    public Object check() {
        return decoder.check(entry, 0, entry.length);
    }

    /** The baseline. */
    @Benchmark
    public byte[] sha256() {
        return sha256.digest(entry);
    }
}
