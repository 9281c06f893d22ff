package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import java.util.concurrent.TimeUnit;

/** The smallest commit of a map: one of a million keys gets another value, all the rest is kept. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapPut {
    private static final Bytes VALUE = Bytes.wrap(new byte[RandomKeys.VALUE_BYTES]);

    /** Edit, put, seal. */
    @Benchmark
    public Object tallystick(MapGet.Tallystick maps) {
        OrderedMap.Edit<Bytes> edit = maps.map.edit();
        edit.put(maps.keys.next(), VALUE, 2);
        return edit.seal();
    }

    @Benchmark
    public Object pcollections(MapGet.PCollections maps) {
        return maps.map.plus(maps.keys.next(), VALUE);
    }

    @Benchmark
    public Object vavr(MapGet.Vavr maps) {
        return maps.map.put(maps.keys.next(), VALUE);
    }

    @Benchmark
    public Object champ(MapGet.Champ maps) {
        return maps.map.updated(maps.keys.next(), VALUE);
    }
}
