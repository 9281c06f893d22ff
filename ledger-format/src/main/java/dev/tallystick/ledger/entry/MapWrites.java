package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one transaction changes in one map.
 *
 * <p>A key that is both written and removed counts as removed. The collections are taken over, not
 * copied: whoever hands them in must not change them afterwards, and readers must not either.
 *
 * @param name name of the map; a map is public iff it starts with {@code public:}
 * @param writes new values by key, in the natural order of {@link Bytes}
 * @param removals removed keys, in the natural order of {@link Bytes}; a key need not have existed
 */
public record MapWrites(String name, SortedMap<Bytes, Bytes> writes, SortedSet<Bytes> removals) {
    private static final SortedSet<Bytes> NO_REMOVALS =
            Collections.unmodifiableSortedSet(new TreeSet<>());

    public MapWrites {
        if (writes.comparator() != null || removals.comparator() != null) {
            throw new IllegalArgumentException("map " + name + " is not in the order of bytes");
        }
    }

    /** Writes without removals. */
    public static MapWrites of(String name, SortedMap<Bytes, Bytes> writes) {
        return new MapWrites(name, writes, NO_REMOVALS);
    }

    /** One write. */
    public static MapWrites put(String name, Bytes key, Bytes value) {
        return of(name, new TreeMap<>(Map.of(key, value)));
    }

    /** Whether the map is stored in clear. */
    public boolean isPublic() {
        return TableNames.isPublic(name);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return writes.isEmpty() && removals.isEmpty();
    }
}
