package dev.tallystick.bench.engine;

import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** A transaction that reads one of 100,000 keys, against a lookup in the JDK's ordered map. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class MapRead {
    private FilledStore store;
    private ConcurrentSkipListMap<Bytes, Bytes> skipList;

    /** Fills both maps with the same keys. */
    @Setup
    public void setUp() {
        store = new FilledStore();
        skipList = new ConcurrentSkipListMap<>();
        for (Bytes key : store.keys()) {
            skipList.put(key, FilledStore.value());
        }
    }

    /** Ends the pipeline. */
    @TearDown
    public void tearDown() {
        store.close();
    }

    /** Begin, open the map, get. */
    @Benchmark
    public Object tallystick() {
        return store.begin().map(FilledStore.MAP).get(store.nextKey());
    }

    /** The baseline: no transaction, no snapshot. */
    @Benchmark
    public @Nullable Object skipList() {
        return skipList.get(store.nextKey());
    }
}
