package dev.tallystick.kv;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the store should do, as plainly as it can be said: whole copies of whole maps, kept for each
 * seqno.
 */
final class NaiveStore {
    private record Versioned(Bytes value, long version) {}

    /** How a commit ended; {@code seqno} is 0 unless it was committed. */
    record Verdict(String name, long seqno) {
        static final Verdict READ_ONLY = new Verdict("read-only", 0);
        static final Verdict CONFLICT = new Verdict("conflict", 0);
        static final Verdict NOT_PRIMARY = new Verdict("not primary", 0);

        static Verdict committed(long seqno) {
            return new Verdict("committed", seqno);
        }
    }

    private final NavigableMap<Long, Map<String, NavigableMap<Bytes, Versioned>>> states =
            new TreeMap<>();
    private long epoch;
    private long compacted;

    NaiveStore() {
        states.put(0L, Map.of());
    }

    Tx begin() {
        return new Tx();
    }

    Verdict commit(Tx tx) {
        if (tx.writes.isEmpty()) {
            return Verdict.READ_ONLY;
        }
        if (tx.epoch != epoch) {
            return Verdict.NOT_PRIMARY;
        }
        Map<String, NavigableMap<Bytes, Versioned>> now = states.lastEntry().getValue();
        for (Predicate<Map<String, NavigableMap<Bytes, Versioned>>> read : tx.reads) {
            if (!read.test(now)) {
                return Verdict.CONFLICT;
            }
        }
        long seqno = states.lastKey() + 1;
        Map<String, NavigableMap<Bytes, Versioned>> next = new HashMap<>();
        now.forEach((name, map) -> next.put(name, new TreeMap<>(map)));
        tx.writes.forEach((name, writes) -> apply(next, name, writes, seqno));
        states.put(seqno, next);
        return Verdict.committed(seqno);
    }

    private static void apply(
            Map<String, NavigableMap<Bytes, Versioned>> state,
            String name,
            Map<Bytes, Optional<Bytes>> writes,
            long seqno) {
        NavigableMap<Bytes, Versioned> map = state.computeIfAbsent(name, any -> new TreeMap<>());
        writes.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        map.put(key, new Versioned(value.get(), seqno));
                    } else {
                        map.remove(key);
                    }
                });
    }

    void compact(long seqno) {
        compacted = seqno;
    }

    void rollback(long seqno) {
        states.tailMap(seqno, false).clear();
        epoch++;
    }

    /**
     * A transaction: a state, writes (empty = removal), and predicates that must still hold at
     * commit.
     */
    final class Tx {
        private final long epoch = NaiveStore.this.epoch;
        private final Map<String, NavigableMap<Bytes, Versioned>> base =
                states.lastEntry().getValue();
        private final Map<String, NavigableMap<Bytes, Versioned>> committed =
                Objects.requireNonNull(states.get(compacted));
        private final Map<String, NavigableMap<Bytes, Optional<Bytes>>> writes = new HashMap<>();
        private final List<Predicate<Map<String, NavigableMap<Bytes, Versioned>>>> reads =
                new ArrayList<>();

        Optional<Bytes> get(String map, Bytes key) {
            Optional<Bytes> own = own(map).get(key);
            if (own != null) {
                return own;
            }
            readKey(map, key);
            return Optional.ofNullable(of(base, map).get(key)).map(Versioned::value);
        }

        Optional<Bytes> getCommitted(String map, Bytes key) {
            return Optional.ofNullable(of(committed, map).get(key)).map(Versioned::value);
        }

        OptionalLong version(String map, Bytes key) {
            readKey(map, key);
            Versioned there = of(base, map).get(key);
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
            for (Bytes key : new TreeSet<>(visible(map, KeyRange.all()).keySet())) {
                remove(map, key);
            }
        }

        int size(String map) {
            readKeys(map, any -> true);
            return visible(map, KeyRange.all()).size();
        }

        /**
         * Visits at most {@code limit} entries, and depends on the keys up to the last one visited.
         */
        List<String> walk(String map, KeyRange range, boolean isAscending, int limit) {
            NavigableMap<Bytes, Bytes> visible = visible(map, range);
            List<String> visited = new ArrayList<>();
            Predicate<Bytes> seen = range::contains;
            for (Bytes key : isAscending ? visible.keySet() : visible.descendingKeySet()) {
                visited.add(key + "=" + visible.get(key));
                if (visited.size() == limit) {
                    seen =
                            other ->
                                    range.contains(other)
                                            && (isAscending
                                                    ? other.compareTo(key) <= 0
                                                    : other.compareTo(key) >= 0);
                    break;
                }
            }
            readKeys(map, seen);
            return visited;
        }

        List<String> forEach(String map) {
            List<String> visited = new ArrayList<>();
            readKeys(map, any -> true);
            of(base, map)
                    .forEach(
                            (key, there) -> {
                                if (!own(map).containsKey(key)) {
                                    visited.add(key + "=" + there.value());
                                }
                            });
            own(map).forEach((key, value) -> value.ifPresent(v -> visited.add(key + "=" + v)));
            return visited;
        }

        private NavigableMap<Bytes, Bytes> visible(String map, KeyRange range) {
            NavigableMap<Bytes, Bytes> visible = new TreeMap<>();
            of(base, map).forEach((key, there) -> visible.put(key, there.value()));
            own(map).forEach(
                            (key, value) -> {
                                visible.remove(key);
                                value.ifPresent(v -> visible.put(key, v));
                            });
            visible.keySet().removeIf(key -> !range.contains(key));
            return visible;
        }

        private void readKey(String map, Bytes key) {
            Versioned seen = of(base, map).get(key);
            reads.add(now -> Objects.equals(of(now, map).get(key), seen));
        }

        private void readKeys(String map, Predicate<Bytes> which) {
            Map<Bytes, Versioned> seen = only(which, of(base, map));
            reads.add(now -> only(which, of(now, map)).equals(seen));
        }

        private NavigableMap<Bytes, Optional<Bytes>> own(String map) {
            return writes.getOrDefault(map, new TreeMap<>());
        }

        private static NavigableMap<Bytes, Versioned> of(
                Map<String, NavigableMap<Bytes, Versioned>> state, String map) {
            return state.getOrDefault(map, new TreeMap<>());
        }

        private static Map<Bytes, Versioned> only(
                Predicate<Bytes> which, NavigableMap<Bytes, Versioned> map) {
            Map<Bytes, Versioned> some = new TreeMap<>(map);
            some.keySet().removeIf(which.negate());
            return some;
        }
    }
}
