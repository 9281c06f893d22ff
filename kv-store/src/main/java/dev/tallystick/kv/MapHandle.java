package dev.tallystick.kv;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.Found;
import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.MapWrites;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * One map as a transaction sees it: the state it began with, overlaid with its own writes.
 *
 * <p>Every read is remembered and checked at commit: of a key, its version or absence; of a walk,
 * all keys between its start and the last one visited. Reads of the transaction's own writes depend
 * on nothing. Walks see the writes made before they began; changes made by the visitor do not alter
 * the ongoing walk, but are visible to {@link #get} (spec 04, section 8). Confined to the thread of
 * its transaction.
 */
public final class MapHandle {
    /** Longest key or value that can be written: 64 MiB. */
    public static final int BYTES_MAX = 64 << 20;

    private final Transaction tx;
    private final String name;
    private final Bytes nameKey;
    private final OrderedMap<Bytes> base;
    private final ReadSet reads;
    private final Found<Bytes> found = new Found<>();
    private final WriteBuffer own = new WriteBuffer();

    MapHandle(Transaction tx, String name, State state) {
        this.tx = tx;
        this.name = name;
        this.nameKey = Bytes.utf8(name);
        this.base = state.map(nameKey);
        this.reads = new ReadSet(base);
    }

    /** Name of the map, its {@code public:} prefix included. */
    public String name() {
        return name;
    }

    /** The value under {@code key}, if there is one. */
    public Optional<Bytes> get(Bytes key) {
        tx.checkOpen();
        if (!own.isEmpty()) {
            Bytes written = own.writes().get(key);
            if (written != null) {
                return Optional.of(written);
            }
            if (own.removals().contains(key)) {
                return Optional.empty();
            }
        }
        base.find(key, found);
        reads.addKey(key, found.version());
        return Optional.ofNullable(found.value());
    }

    /** Whether {@code key} is there. Does not touch its value, which may be on disk. */
    public boolean has(Bytes key) {
        tx.checkOpen();
        if (own.writes().containsKey(key)) {
            return true;
        }
        if (own.removals().contains(key)) {
            return false;
        }
        return version(key) != OrderedMap.ABSENT;
    }

    /**
     * Sets {@code key}.
     *
     * @throws IllegalArgumentException if key or value is longer than {@link #BYTES_MAX}
     * @throws IllegalStateException if the transaction is read-only or over, or if the map is one
     *     of those that only signature transactions write
     */
    public void put(Bytes key, Bytes value) {
        tx.checkWritable(name);
        checkLength("key", key);
        checkLength("value", value);
        own.put(key, value);
    }

    /**
     * Removes {@code key}. It need not be there: the removal is recorded in any case (spec 01,
     * 2.5).
     */
    public void remove(Bytes key) {
        tx.checkWritable(name);
        checkLength("key", key);
        own.remove(key);
    }

    /** Removes every key that is there, own writes included; reads the whole map. */
    public void clear() {
        tx.checkWritable(name);
        MapWrites written = own.copy(name);
        Cursor<Bytes> cursor = base.cursor();
        reads.addRange(KeyRange.all());
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            remove(cursor.key());
        }
        for (Bytes key : written.writes().keySet()) {
            remove(key);
        }
    }

    /** How many keys there are; reads the whole map. */
    public int size() {
        tx.checkOpen();
        reads.addRange(KeyRange.all());
        int size = base.size();
        for (Bytes key : own.writes().keySet()) {
            size += base.version(key) == OrderedMap.ABSENT ? 1 : 0;
        }
        for (Bytes key : own.removals()) {
            size -= base.version(key) == OrderedMap.ABSENT ? 0 : 1;
        }
        return size;
    }

    /**
     * The seqno that last wrote {@code key} in the state this transaction began with; its own
     * writes do not count. Empty if the key was not there.
     */
    public OptionalLong versionOfPreviousWrite(Bytes key) {
        tx.checkOpen();
        long version = version(key);
        return version == OrderedMap.ABSENT ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** The version of {@code key} in the state the transaction began with, which is remembered. */
    private long version(Bytes key) {
        long version = base.version(key);
        reads.addKey(key, version);
        return version;
    }

    /**
     * The globally committed value of {@code key} when the transaction began; no read dependency,
     * no own writes.
     */
    public Optional<Bytes> getCommitted(Bytes key) {
        tx.checkOpen();
        return Optional.ofNullable(tx.committedState().map(nameKey).get(key));
    }

    /**
     * Visits every entry until {@code visitor} returns false: first those this transaction has not
     * touched, in key order, then those it has written, in key order (spec 04, section 8).
     */
    public void forEach(BiPredicate<Bytes, Bytes> visitor) {
        tx.checkOpen();
        MapWrites written = own.copy(name);
        Bytes stoppedAt = null;
        try {
            Cursor<Bytes> cursor = base.cursor();
            for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
                Bytes key = cursor.key();
                if (written.writes().containsKey(key) || written.removals().contains(key)) {
                    continue;
                }
                stoppedAt = key;
                if (!visitor.test(key, cursor.value())) {
                    return;
                }
            }
            stoppedAt = null;
        } finally {
            reads.addRange(
                    stoppedAt == null ? KeyRange.all() : KeyRange.all().upTo(stoppedAt, true));
        }
        for (Map.Entry<Bytes, Bytes> entry : written.writes().entrySet()) {
            if (!visitor.test(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }

    /**
     * Visits the entries with {@code from <= key < to} in key order, until {@code visitor} returns
     * false.
     */
    public void range(Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
        walk(KeyRange.of(from, to), true, visitor);
    }

    /**
     * Visits the entries whose key begins with {@code prefix} in key order, until {@code visitor}
     * returns false.
     */
    public void prefix(Bytes prefix, BiPredicate<Bytes, Bytes> visitor) {
        walk(KeyRange.prefix(prefix), true, visitor);
    }

    /** Visits the entries of {@code range} in key order, until {@code visitor} returns false. */
    public void ascending(KeyRange range, BiPredicate<Bytes, Bytes> visitor) {
        walk(range, true, visitor);
    }

    /**
     * Visits the entries of {@code range} in reverse key order, until {@code visitor} returns
     * false.
     */
    public void descending(KeyRange range, BiPredicate<Bytes, Bytes> visitor) {
        walk(range, false, visitor);
    }

    /** The entry with the smallest key. */
    public Optional<Map.Entry<Bytes, Bytes>> first() {
        return end(true);
    }

    /** The entry with the greatest key. */
    public Optional<Map.Entry<Bytes, Bytes>> last() {
        return end(false);
    }

    private Optional<Map.Entry<Bytes, Bytes>> end(boolean isAscending) {
        TreeMap<Bytes, Bytes> result = new TreeMap<>();
        walk(
                KeyRange.all(),
                isAscending,
                (key, value) -> {
                    result.put(key, value);
                    return false;
                });
        return Optional.ofNullable(result.firstEntry());
    }

    private void walk(KeyRange range, boolean isAscending, BiPredicate<Bytes, Bytes> visitor) {
        tx.checkOpen();
        OverlayWalk walk = new OverlayWalk(base, range, isAscending, own.copy(name));
        Bytes stoppedAt = null;
        try {
            while (walk.next()) {
                stoppedAt = walk.key();
                if (!visitor.test(stoppedAt, walk.value())) {
                    return;
                }
            }
            stoppedAt = null;
        } finally {
            reads.addRange(stoppedAt == null ? range : range.upTo(stoppedAt, isAscending));
        }
    }

    boolean hasWrites() {
        return !own.isEmpty();
    }

    /** The buffered writes themselves: final only once the transaction is over. */
    MapWrites mapWrites() {
        return own.of(name);
    }

    /** Whether everything read through this handle is still so in {@code now}. */
    boolean readsHoldIn(State now) {
        return reads.holdsIn(now.map(nameKey));
    }

    private static void checkLength(String what, Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            throw new IllegalArgumentException(
                    what + " of " + bytes.length() + " bytes is longer than " + BYTES_MAX);
        }
    }
}
