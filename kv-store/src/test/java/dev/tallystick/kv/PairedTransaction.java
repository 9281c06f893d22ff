package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A transaction of the store and its naive twin; every operation must answer the same in both. */
final class PairedTransaction {
    static final String[] MAPS = {"public:a", "public:b", "private", Replica.REKEY};
    private static final int NEVER = Integer.MAX_VALUE;

    final Transaction real;
    final NaiveTransaction naive;
    private final Random random;
    private final int keySpace;

    PairedTransaction(Transaction real, NaiveTransaction naive, Random random, int keySpace) {
        this.real = real;
        this.naive = naive;
        this.random = random;
        this.keySpace = keySpace;
    }

    /** A random operation on a random map. */
    void operate() {
        // The last map rekeys, which should be rare.
        String name = MAPS[random.nextInt(40) == 0 ? MAPS.length - 1 : random.nextInt(3)];
        naive.open(name);
        MapHandle map = real.map(name);
        Bytes key = key();
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> assertEquals(naive.get(name, key), map.get(key));
            case 3 -> assertEquals(naive.get(name, key).isPresent(), map.has(key));
            case 4, 5 -> put(map, key);
            case 6 -> remove(map, key);
            case 7 -> assertEquals(naive.version(name, key), map.versionOfPreviousWrite(key));
            case 8 -> assertEquals(naive.getCommitted(name, key), map.getCommitted(key));
            case 9 -> rare(map);
            case 10 -> ends(map);
            default -> walk(map);
        }
    }

    private void put(MapHandle map, Bytes key) {
        Bytes value = Bytes.utf8("v" + random.nextInt());
        if (real.isReadOnly()) {
            assertThrows(IllegalStateException.class, () -> map.put(key, value));
            return;
        }
        map.put(key, value);
        naive.put(map.name(), key, value);
    }

    private void remove(MapHandle map, Bytes key) {
        if (real.isReadOnly()) {
            assertThrows(IllegalStateException.class, () -> map.remove(key));
            return;
        }
        map.remove(key);
        naive.remove(map.name(), key);
    }

    private void rare(MapHandle map) {
        switch (random.nextInt(6)) {
            case 0 -> {
                if (random.nextInt(3) == 0 && !real.isReadOnly()) {
                    map.clear();
                    naive.clear(map.name());
                }
            }
            case 1, 2 -> assertEquals(naive.size(map.name()), map.size());
            default -> {
                Visit visit = visit();
                Consumer<Recorder> expected = r -> naive.forEach(map.name(), r);
                compare(visit, expected, map::forEach, map);
            }
        }
    }

    private void ends(MapHandle map) {
        List<String> expected = new ArrayList<>();
        boolean isFirst = random.nextBoolean();
        naive.walk(
                map.name(),
                any -> true,
                isFirst,
                (key, value) -> {
                    expected.add(key + "=" + value);
                    return false;
                });
        assertEquals(
                expected.stream().findFirst(),
                (isFirst ? map.first() : map.last()).map(e -> e.getKey() + "=" + e.getValue()));
    }

    private void walk(MapHandle map) {
        Bytes from = key();
        Bytes to = key();
        boolean isAscending = random.nextBoolean();
        Predicate<Bytes> isFrom = key -> key.compareTo(from) >= 0;
        Predicate<Bytes> isBetween = isFrom.and(key -> key.compareTo(to) < 0);
        Predicate<Bytes> isUnder = key -> key.startsWith(from);
        switch (random.nextInt(6)) {
            case 0 -> compare(map, isUnder, true, v -> map.prefix(from, v));
            case 1 -> compare(map, isBetween, true, v -> map.range(from, to, v));
            case 2 -> walk(map, KeyRange.prefix(from), isUnder, isAscending);
            case 3 -> walk(map, KeyRange.from(from), isFrom, isAscending);
            case 4 -> walk(map, KeyRange.all(), any -> true, isAscending);
            default -> walk(map, KeyRange.of(from, to), isBetween, isAscending);
        }
    }

    private void walk(
            MapHandle map, KeyRange range, Predicate<Bytes> isInRange, boolean isAscending) {
        compare(
                map,
                isInRange,
                isAscending,
                visitor -> {
                    if (isAscending) {
                        map.ascending(range, visitor);
                    } else {
                        map.descending(range, visitor);
                    }
                });
    }

    private void compare(
            MapHandle map,
            Predicate<Bytes> isInRange,
            boolean isAscending,
            Consumer<Recorder> actual) {
        compare(visit(), r -> naive.walk(map.name(), isInRange, isAscending, r), actual, map);
    }

    /** What a visitor does: stops, or writes, at the given visit, counted from 1. */
    private record Visit(int stopsAt, int writesAt, Bytes key, Optional<Bytes> value) {}

    private Visit visit() {
        return new Visit(
                random.nextBoolean() ? NEVER : 1 + random.nextInt(5),
                random.nextInt(3) > 0 || real.isReadOnly() ? NEVER : 1 + random.nextInt(5),
                key(),
                random.nextBoolean() ? Optional.of(Bytes.utf8("w")) : Optional.empty());
    }

    private void compare(
            Visit visit, Consumer<Recorder> expected, Consumer<Recorder> actual, MapHandle map) {
        Recorder naiveVisitor =
                new Recorder(
                        visit,
                        () ->
                                visit.value.ifPresentOrElse(
                                        v -> naive.put(map.name(), visit.key, v),
                                        () -> naive.remove(map.name(), visit.key)));
        Recorder realVisitor =
                new Recorder(
                        visit,
                        () ->
                                visit.value.ifPresentOrElse(
                                        v -> map.put(visit.key, v), () -> map.remove(visit.key)));
        expected.accept(naiveVisitor);
        actual.accept(realVisitor);
        assertEquals(naiveVisitor.visited, realVisitor.visited);
    }

    private static final class Recorder implements BiPredicate<Bytes, Bytes> {
        final List<String> visited = new ArrayList<>();
        private final Visit visit;
        private final Runnable write;

        Recorder(Visit visit, Runnable write) {
            this.visit = visit;
            this.write = write;
        }

        @Override
        public boolean test(Bytes key, Bytes value) {
            visited.add(key + "=" + value);
            if (visited.size() == visit.writesAt) {
                write.run();
            }
            return visited.size() < visit.stopsAt;
        }
    }

    /**
     * Keys of up to three bytes, the smallest and the greatest byte among them, so that prefixes
     * have extensions and ends of ranges matter.
     */
    private Bytes key() {
        byte[] alphabet = {0, 'a', 'b', (byte) 0xff};
        int i = random.nextInt(keySpace);
        byte[] key = new byte[i == 0 ? 0 : i < 4 ? 1 : i < 16 ? 2 : 3];
        for (int at = key.length - 1; at >= 0; at--) {
            key[at] = alphabet[i % 4];
            i /= 4;
        }
        return Bytes.wrap(key);
    }
}
