package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * A transaction that replaces one of 1,000,000 records, through the serial step and no further, on
 * one thread: begin, put, check, take a seqno, swap the state. In this package to leave the
 * pipeline out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SerialStep {
    private static final int ENTRIES_PER_COMPACTION = 1000;

    private final PipelineQueue queue = new PipelineQueue(16);
    private final Sequencer sequencer =
            new Sequencer(queue, Long.MAX_VALUE, dev.tallystick.kv.State.empty());
    private final ConcurrentSkipListMap<Bytes, Bytes> skipList = new ConcurrentSkipListMap<>();
    private final Bytes value = Records.value(1);
    private Records records;

    /** Fills the state. */
    @Setup
    public void setUp() {
        records = new Records();
        sequencer.becomePrimary(2);
        for (Records.Part part : records.parts()) {
            Transaction tx = begin();
            part.putInto(tx.map(Records.MAP));
            commit(tx);
            part.putInto(skipList);
        }
    }

    private Transaction begin() {
        return Transaction.on(sequencer.current(), sequencer.compacted());
    }

    private CommitResult commit(Transaction tx) {
        CommitResult result = sequencer.commit(tx, tx.writeSet());
        var _ = queue.poll();
        long seqno = sequencer.current().last().seqno();
        if (seqno % ENTRIES_PER_COMPACTION == 0) {
            var _ = sequencer.compact(seqno);
        }
        return result;
    }

    /** A blind write: nothing is read. */
    @Benchmark
    public CommitResult write() {
        Transaction tx = begin();
        tx.map(Records.MAP).put(records.nextKey(), value);
        return commit(tx);
    }

    /** Reads the record before it replaces it. */
    @Benchmark
    public CommitResult readAndWrite() {
        Transaction tx = begin();
        MapHandle map = tx.map(Records.MAP);
        Bytes key = records.nextKey();
        if (map.has(key)) {
            map.put(key, value);
        }
        return commit(tx);
    }

    /** The baseline: a put into a map that knows no transactions. */
    @Benchmark
    public Object put() {
        return skipList.put(records.nextKey(), value);
    }
}
