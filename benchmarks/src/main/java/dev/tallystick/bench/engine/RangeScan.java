package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A transaction that walks 100 neighbouring keys, against the JDK's ordered map. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RangeScan {
    private static final int LENGTH = 100;

    /** Begin, open the map, walk; the range is remembered for conflict detection. */
    @Benchmark
    public int tallystick(BothMaps maps) {
        Walk walk = new Walk();
        maps.store
                .begin()
                .map(FilledStore.MAP)
                .ascending(KeyRange.from(maps.store.nextKey()), walk::visit);
        return walk.bytes;
    }

    /** The baseline: no transaction, no snapshot. */
    @Benchmark
    public int skipList(BothMaps maps) {
        Walk walk = new Walk();
        for (Map.Entry<Bytes, Bytes> entry :
                maps.skipList.tailMap(maps.store.nextKey()).entrySet()) {
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
