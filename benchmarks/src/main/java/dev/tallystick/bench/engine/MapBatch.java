package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcollections.TreePMap;

import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * A batch of {@value #BATCH} puts onto a map that is filled and stays as it is; every other key is
 * a new one. The ordered map and the CHAMP work in place on what the batch has made; the others
 * know no batches.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class MapBatch {
    static final int BATCH = 1000;
    private static final int NEW_KEYS = 100_000;

    /** What is put, from a place that moves on with every batch. */
    @State(Scope.Benchmark)
    public static class Writes {
        /** Entries of the map. */
        @Param({"100000", "1000000"})
        int entries;

        RandomKeys old;
        private RandomKeys fresh;
        final Bytes value = Bytes.wrap(new byte[RandomKeys.VALUE_BYTES]);
        private int count;

        /** Draws the keys. */
        @Setup
        public void setUp() {
            old = new RandomKeys(entries);
            fresh = new RandomKeys(NEW_KEYS, 2);
        }

        Bytes next() {
            return (++count & 1) == 0 ? old.next() : fresh.next();
        }
    }

    /** Ours. */
    @State(Scope.Benchmark)
    public static class Tallystick {
        OrderedMap<Bytes> map;

        /** Fills it. */
        @Setup
        public void setUp(Writes writes) {
            map = Maps.tallystick(writes.old.keys());
        }
    }

    /** PCollections' ordered map. */
    @State(Scope.Benchmark)
    public static class PCollections {
        TreePMap<Bytes, Bytes> map;

        /** Fills it. */
        @Setup
        public void setUp(Writes writes) {
            map = Maps.pcollections(writes.old.keys());
        }
    }

    /** Vavr's ordered map. */
    @State(Scope.Benchmark)
    public static class Vavr {
        io.vavr.collection.TreeMap<Bytes, Bytes> map;

        /** Fills it. */
        @Setup
        public void setUp(Writes writes) {
            map = Maps.vavr(writes.old.keys());
        }
    }

    /** Scala's unordered map, a CHAMP. */
    @State(Scope.Benchmark)
    public static class Champ {
        scala.collection.immutable.HashMap<Bytes, Bytes> map;

        /** Fills it. */
        @Setup
        public void setUp(Writes writes) {
            map = Maps.champ(writes.old.keys());
        }
    }

    /** One edit. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object tallystick(Tallystick maps, Writes writes) {
        OrderedMap.Edit<Bytes> edit = maps.map.edit();
        for (int i = 0; i < BATCH; i++) {
            edit.put(writes.next(), writes.value, 2);
        }
        return edit.seal();
    }

    /** One by one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object pcollections(PCollections maps, Writes writes) {
        TreePMap<Bytes, Bytes> map = maps.map;
        for (int i = 0; i < BATCH; i++) {
            map = map.plus(writes.next(), writes.value);
        }
        return map;
    }

    /** One by one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object vavr(Vavr maps, Writes writes) {
        io.vavr.collection.TreeMap<Bytes, Bytes> map = maps.map;
        for (int i = 0; i < BATCH; i++) {
            map = map.put(writes.next(), writes.value);
        }
        return map;
    }

    /** One concatenation, which changes nodes of its own in place. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object champ(Champ maps, Writes writes) {
        return maps.map.concat(CollectionConverters.asScala(new Pairs(writes)));
    }

    /** One by one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object champOneByOne(Champ maps, Writes writes) {
        scala.collection.immutable.HashMap<Bytes, Bytes> map = maps.map;
        for (int i = 0; i < BATCH; i++) {
            map = map.updated(writes.next(), writes.value);
        }
        return map;
    }

    /** The batch as Scala wants it. */
    private static final class Pairs implements Iterator<Tuple2<Bytes, Bytes>> {
        private final Writes writes;
        private int left = BATCH;

        Pairs(Writes writes) {
            this.writes = writes;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Tuple2<Bytes, Bytes> next() {
            left--;
            return new Tuple2<>(writes.next(), writes.value);
        }
    }
}
