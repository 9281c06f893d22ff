package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** A transaction that walks 100 neighbouring keys, against the JDK's ordered map. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class RangeScan {
    private static final int LENGTH = 100;

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

    /** Begin, open the map, walk; the range is remembered for conflict detection. */
    @Benchmark
    public int tallystick() {
        Walk walk = new Walk();
        store.begin().map(FilledStore.MAP).ascending(KeyRange.from(store.nextKey()), walk::visit);
        return walk.bytes;
    }

    /** The baseline: no transaction, no snapshot. */
    @Benchmark
    public int skipList() {
        Walk walk = new Walk();
        for (Map.Entry<Bytes, Bytes> entry : skipList.tailMap(store.nextKey()).entrySet()) {
            if (!walk.visit(entry.getKey(), entry.getValue())) {
                break;
            }
        }
        return walk.bytes;
    }

    private static final class Walk {
        private int left = LENGTH;
        private int bytes;

        boolean visit(Bytes key, Bytes value) {
            bytes += key.length() + value.length();
            return --left > 0;
        }
    }
}
