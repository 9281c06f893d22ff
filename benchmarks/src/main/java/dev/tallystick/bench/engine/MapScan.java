package dev.tallystick.bench.engine;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Entries a second of walks over {@value #LENGTH} neighbours, which begin at any of a million. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapScan {
    static final int LENGTH = 100;

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int tallystick(MapGet.Tallystick maps) {
        Cursor<Bytes> cursor = maps.map.cursor();
        boolean more = cursor.seekCeiling(maps.keys.next());
        int bytes = 0;
        for (int i = 0; more && i < LENGTH; i++) {
            bytes += cursor.key().length() + cursor.value().length();
            more = cursor.next();
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int skipList(MapGet.SkipList maps) {
        int bytes = 0;
        int left = LENGTH;
        for (Map.Entry<Bytes, Bytes> entry : maps.map.tailMap(maps.keys.next()).entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().length();
            if (--left == 0) {
                break;
            }
        }
        return bytes;
    }
}
