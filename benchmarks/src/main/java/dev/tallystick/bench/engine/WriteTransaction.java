package dev.tallystick.bench.engine;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.WriteSet;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.TimeUnit;

/**
 * A transaction that replaces one private record, in a stream that keeps the pipeline full, against
 * the cryptography of its entry alone: what no design can avoid. With a free core for the pipeline
 * the ratio tells how far the stages overlap.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class WriteTransaction {
    private final EntryEncoder encoder = new EntryEncoder();
    private final LedgerSecret secret = LedgerSecret.random(1);
    private final Bytes value = FilledStore.value();
    private FilledStore store;
    private WriteSet writes;
    private long seqno;

    /** A store that holds all keys. */
    @Setup
    public void setUp() {
        store = new FilledStore();
        writes = replacement().writeSet();
    }

    /** Waits for the pipeline and ends it. */
    @TearDown
    public void tearDown() {
        store.close();
    }

    private Transaction replacement() {
        Transaction tx = store.begin();
        tx.map(FilledStore.MAP).put(store.nextKey(), value);
        return tx;
    }

    /** Begin, put, commit; the entry is encoded, encrypted and hashed on the pipeline thread. */
    @Benchmark
    public int tallystick() {
        return store.commit(replacement());
    }

    /** The baseline: encode, encrypt and hash the same entry on this thread. */
    @Benchmark
    public Object encryptAndHash() {
        return encoder.encode(new TxId(2, ++seqno), 0, writes, Digest.ZERO, secret);
    }
}
