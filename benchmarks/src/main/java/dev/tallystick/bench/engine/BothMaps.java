package dev.tallystick.bench.engine;

import dev.tallystick.ledger.Bytes;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.ConcurrentSkipListMap;

/** The same keys in a store and in the JDK's ordered map, the baseline of reads. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class BothMaps {
    FilledStore store;
    ConcurrentSkipListMap<Bytes, Bytes> skipList;

    /** Fills both. */
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
}
