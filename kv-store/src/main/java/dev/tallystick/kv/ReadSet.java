package dev.tallystick.kv;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a transaction has read from one map: keys with the versions it saw (or their absence), and
 * ranges in which no key may appear, change or go. Own writes are not in it. Confined to the
 * transaction's thread.
 */
final class ReadSet {
    private static final int SLOTS_FIRST = 8;
    private static final @Nullable Bytes[] NO_KEYS = {};
    private static final long[] NO_VERSIONS = {};

    /** The state of the map that is read. */
    private final OrderedMap<Bytes> base;

    private List<KeyRange> ranges = List.of();

    /** Open addressing with linear probing, at most half full; a power of two long. */
    private @Nullable Bytes[] keys = NO_KEYS;

    private long[] versions = NO_VERSIONS;
    private int keyCount;

    /** The last state of the map in which everything read was found unchanged. */
    private OrderedMap<Bytes> provenIn;

    ReadSet(OrderedMap<Bytes> base) {
        this.base = base;
        this.provenIn = base;
    }

    /** {@code version} is what the base state has, {@link OrderedMap#ABSENT} included. */
    void addKey(Bytes key, long version) {
        provenIn = base; // whatever was proven elsewhere was so without this read
        if (keyCount * 2 >= keys.length) {
            grow();
        }
        int slot = slotOf(key);
        if (keys[slot] == null) {
            keys[slot] = key;
            versions[slot] = version;
            keyCount++;
        }
    }

    void addRange(KeyRange range) {
        provenIn = base;
        if (ranges.isEmpty()) {
            ranges = new ArrayList<>();
        }
        ranges.add(range);
    }

    /**
     * Whether a transaction that began now, with {@code now} as the state of the map, would have
     * read the same. The answer is remembered, so that asking again inside the serial step costs
     * one comparison of references unless the map has changed in between.
     */
    boolean holdsIn(OrderedMap<Bytes> now) {
        if (now == provenIn) {
            return true;
        }
        for (int i = 0; i < keys.length; i++) {
            Bytes key = keys[i];
            if (key != null && now.version(key) != versions[i]) {
                return false;
            }
        }
        for (int i = 0; i < ranges.size(); i++) {
            if (!now.hasSameEntries(provenIn, ranges.get(i))) {
                return false;
            }
        }
        provenIn = now;
        return true;
    }

    private int slotOf(Bytes key) {
        int mask = keys.length - 1;
        int slot = spread(key.hashCode()) & mask;
        while (true) {
            Bytes there = keys[slot];
            if (there == null || there.equals(key)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void grow() {
        @Nullable Bytes[] oldKeys = keys;
        long[] oldVersions = versions;
        int length = Math.max(SLOTS_FIRST, oldKeys.length * 2);
        keys = new Bytes[length];
        versions = Arrays.copyOf(oldVersions, length);
        for (int i = 0; i < oldKeys.length; i++) {
            Bytes key = oldKeys[i];
            if (key != null) {
                int slot = slotOf(key);
                keys[slot] = key;
                versions[slot] = oldVersions[i];
            }
        }
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
