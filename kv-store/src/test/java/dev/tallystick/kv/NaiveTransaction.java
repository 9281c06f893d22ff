package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A transaction of a {@link NaiveStore}: a state, writes (empty = removal), and predicates that
 * must still hold at commit, so that it conflicts exactly when it must.
 */
final class NaiveTransaction {
    private final long epoch;
    private final NaiveStore.State base;
    private final NaiveStore.State committed;
    private final Map<String, NavigableMap<Bytes, Optional<Bytes>>> writes = new HashMap<>();
    private final List<Predicate<NaiveStore.State>> reads = new ArrayList<>();
    private final Set<String> opened = new HashSet<>();

    NaiveTransaction(long epoch, NaiveStore.State base, NaiveStore.State committed) {
        this.epoch = epoch;
        this.base = base;
        this.committed = committed;
    }

    long epoch() {
        return epoch;
    }

    TxId baseId() {
        return base.id();
    }

    boolean touched() {
        return !opened.isEmpty();
    }

    /** To be called whenever the real transaction's map is asked for. */
    void open(String map) {
        opened.add(map);
    }

    boolean hasNoWrites() {
        return writes.isEmpty();
    }

    Map<String, NavigableMap<Bytes, Optional<Bytes>>> writes() {
        return writes;
    }

    boolean readsHoldIn(NaiveStore.State now) {
        return reads.stream().allMatch(read -> read.test(now));
    }

    Optional<Bytes> get(String map, Bytes key) {
        Optional<Bytes> own = own(map).get(key);
        if (own != null) {
            return own;
        }
        readKey(map, key);
        return value(base, map, key);
    }

    Optional<Bytes> getCommitted(String map, Bytes key) {
        return value(committed, map, key);
    }

    private static Optional<Bytes> value(NaiveStore.State state, String map, Bytes key) {
        return Optional.ofNullable(state.map(map).get(key)).map(NaiveStore.Versioned::value);
    }

    OptionalLong version(String map, Bytes key) {
        readKey(map, key);
        NaiveStore.Versioned there = base.map(map).get(key);
        return there == null ? OptionalLong.empty() : OptionalLong.of(there.version());
    }

    void put(String map, Bytes key, Bytes value) {
        writes.computeIfAbsent(map, any -> new TreeMap<>()).put(key, Optional.of(value));
    }

    void remove(String map, Bytes key) {
        writes.computeIfAbsent(map, any -> new TreeMap<>()).put(key, Optional.empty());
    }

    void clear(String map) {
        readKeys(map, any -> true);
        for (Bytes key : new TreeSet<>(visible(map, any -> true).keySet())) {
            remove(map, key);
        }
    }

    int size(String map) {
        readKeys(map, any -> true);
        return visible(map, any -> true).size();
    }

    /**
     * Visits the writes made before the walk merged with the state, and depends on the keys up to
     * the one at which {@code visitor} says false.
     */
    void walk(
            String map,
            Predicate<Bytes> range,
            boolean isAscending,
            BiPredicate<Bytes, Bytes> visitor) {
        NavigableMap<Bytes, Bytes> visible = visible(map, range);
        for (Bytes key : isAscending ? visible.keySet() : visible.descendingKeySet()) {
            if (!visitor.test(key, Objects.requireNonNull(visible.get(key)))) {
                readKeys(
                        map,
                        other ->
                                range.test(other)
                                        && (isAscending
                                                ? other.compareTo(key) <= 0
                                                : other.compareTo(key) >= 0));
                return;
            }
        }
        readKeys(map, range);
    }

    /**
     * Visits entries that were untouched when the walk began, then those written before it began
     * (spec 04, section 8).
     */
    void forEach(String map, BiPredicate<Bytes, Bytes> visitor) {
        NavigableMap<Bytes, Optional<Bytes>> before = new TreeMap<>(own(map));
        for (Map.Entry<Bytes, NaiveStore.Versioned> there : base.map(map).entrySet()) {
            Bytes key = there.getKey();
            if (!before.containsKey(key) && !visitor.test(key, there.getValue().value())) {
                readKeys(map, other -> other.compareTo(key) <= 0);
                return;
            }
        }
        readKeys(map, any -> true);
        for (Map.Entry<Bytes, Optional<Bytes>> own : before.entrySet()) {
            if (own.getValue().isPresent() && !visitor.test(own.getKey(), own.getValue().get())) {
                return;
            }
        }
    }

    private NavigableMap<Bytes, Bytes> visible(String map, Predicate<Bytes> range) {
        NavigableMap<Bytes, Bytes> visible = new TreeMap<>();
        base.map(map).forEach((key, there) -> visible.put(key, there.value()));
        own(map).forEach(
                        (key, value) -> {
                            visible.remove(key);
                            value.ifPresent(v -> visible.put(key, v));
                        });
        visible.keySet().removeIf(range.negate());
        return visible;
    }

    private void readKey(String map, Bytes key) {
        NaiveStore.Versioned seen = base.map(map).get(key);
        reads.add(now -> Objects.equals(now.map(map).get(key), seen));
    }

    private void readKeys(String map, Predicate<Bytes> which) {
        Map<Bytes, NaiveStore.Versioned> seen = only(which, base.map(map));
        reads.add(now -> only(which, now.map(map)).equals(seen));
    }

    private NavigableMap<Bytes, Optional<Bytes>> own(String map) {
        return writes.getOrDefault(map, new TreeMap<>());
    }

    private static Map<Bytes, NaiveStore.Versioned> only(
            Predicate<Bytes> which, NavigableMap<Bytes, NaiveStore.Versioned> map) {
        Map<Bytes, NaiveStore.Versioned> some = new TreeMap<>(map);
        some.keySet().removeIf(which.negate());
        return some;
    }
}
