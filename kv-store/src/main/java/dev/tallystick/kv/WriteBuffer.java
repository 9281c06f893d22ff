package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.MapWrites;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a transaction has written to one map: the final state of each key, either a value or its
 * removal. Takes no memory until the first write.
 */
final class WriteBuffer {
    private static final SortedMap<Bytes, Bytes> NO_WRITES = Collections.emptySortedMap();
    private static final SortedSet<Bytes> NO_REMOVALS = Collections.emptySortedSet();

    private SortedMap<Bytes, Bytes> writes = NO_WRITES;
    private SortedSet<Bytes> removals = NO_REMOVALS;

    boolean isEmpty() {
        return writes.isEmpty() && removals.isEmpty();
    }

    SortedMap<Bytes, Bytes> writes() {
        return writes;
    }

    SortedSet<Bytes> removals() {
        return removals;
    }

    void put(Bytes key, Bytes value) {
        if (writes.isEmpty()) {
            writes = new TreeMap<>();
        }
        writes.put(key, value);
        if (!removals.isEmpty()) {
            removals.remove(key);
        }
    }

    void remove(Bytes key) {
        if (removals.isEmpty()) {
            removals = new TreeSet<>();
        }
        removals.add(key);
        if (!writes.isEmpty()) {
            writes.remove(key);
        }
    }

    /** The collections themselves: final only once the transaction is over. */
    MapWrites of(String map) {
        return new MapWrites(map, writes, removals);
    }

    /** A copy, so that a visitor may go on writing. */
    MapWrites copy(String map) {
        return new MapWrites(
                map,
                writes.isEmpty() ? NO_WRITES : new TreeMap<>(writes),
                removals.isEmpty() ? NO_REMOVALS : new TreeSet<>(removals));
    }
}
