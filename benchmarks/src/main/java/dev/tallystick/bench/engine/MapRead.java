package dev.tallystick.bench.engine;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import java.util.concurrent.TimeUnit;

/** A transaction that reads one of 100,000 keys, against a lookup in the JDK's ordered map. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapRead {
    /** Begin, open the map, get. */
    @Benchmark
    public Object tallystick(BothMaps maps) {
        return maps.store.begin().map(FilledStore.MAP).get(maps.store.nextKey());
    }

    /** The baseline: no transaction, no snapshot. */
    @Benchmark
    public @Nullable Object skipList(BothMaps maps) {
        return maps.skipList.get(maps.store.nextKey());
    }
}
