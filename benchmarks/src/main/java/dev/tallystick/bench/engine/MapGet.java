package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.pcollections.TreePMap;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * One of {@value #KEYS} keys, uniformly, looked up in the ordered map alone, without a transaction,
 * and in others: the JDK's, which keeps no old versions, and persistent ones.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapGet {
    private static final int KEYS = 1_000_000;

    /** Ours. */
    @State(Scope.Benchmark)
    public static class Tallystick {
        final RandomKeys keys = new RandomKeys(KEYS);
        final OrderedMap<Bytes> map = Maps.tallystick(keys.keys());
    }

    /** The JDK's ordered map. */
    @State(Scope.Benchmark)
    public static class SkipList {
        final RandomKeys keys = new RandomKeys(KEYS);
        final ConcurrentSkipListMap<Bytes, Bytes> map = Maps.skipList(keys.keys());
    }

    /** PCollections' ordered map. */
    @State(Scope.Benchmark)
    public static class PCollections {
        final RandomKeys keys = new RandomKeys(KEYS);
        final TreePMap<Bytes, Bytes> map = Maps.pcollections(keys.keys());
    }

    /** Vavr's ordered map. */
    @State(Scope.Benchmark)
    public static class Vavr {
        final RandomKeys keys = new RandomKeys(KEYS);
        final io.vavr.collection.TreeMap<Bytes, Bytes> map = Maps.vavr(keys.keys());
    }

    /** Scala's unordered map, a CHAMP. */
    @State(Scope.Benchmark)
    public static class Champ {
        final RandomKeys keys = new RandomKeys(KEYS);
        final scala.collection.immutable.HashMap<Bytes, Bytes> map = Maps.champ(keys.keys());
    }

    @Benchmark
    public @Nullable Object tallystick(Tallystick maps) {
        return maps.map.get(maps.keys.next());
    }

    @Benchmark
    public @Nullable Object skipList(SkipList maps) {
        return maps.map.get(maps.keys.next());
    }

    @Benchmark
    public @Nullable Object pcollections(PCollections maps) {
        return maps.map.get(maps.keys.next());
    }

    @Benchmark
    public Object vavr(Vavr maps) {
        return maps.map.get(maps.keys.next());
    }

    @Benchmark
    public Object champ(Champ maps) {
        return maps.map.apply(maps.keys.next());
    }
}
