package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;

/**
 * Interleaves transactions at random in the store and in a naive twin, {@link NaiveStore}; every
 * answer and every verdict must agree.
 */
class TransactionModelTest {
    private static final String[] MAPS = {"public:a", "public:b", "private"};
    private static final int STEPS = 1500;
    private static final int SEEDS = 25;
    private static final int OPEN_MAX = 5;
    private static final int ALL = Integer.MAX_VALUE;

    /** Ids of the entries by seqno. */
    private final List<TxId> ids = new ArrayList<>();

    private record Pair(Transaction real, NaiveStore.Tx naive) {}

    @Test
    void interleavedTransactionsAgreeWithANaiveTwin() {
        Seeds.forEach(SEEDS, this::run);
    }

    private void run(Random random) {
        try (StoreFixture fixture = StoreFixture.primary()) {
            NaiveStore naive = new NaiveStore();
            ids.clear();
            ids.add(TxId.NONE);
            List<Pair> open = new ArrayList<>();
            int keySpace = 3 + random.nextInt(60);
            for (int step = 0; step < STEPS; step++) {
                if (open.isEmpty() || (open.size() < OPEN_MAX && random.nextInt(4) == 0)) {
                    open.add(new Pair(fixture.store.begin(), naive.begin()));
                }
                Pair pair = open.get(random.nextInt(open.size()));
                int choice = random.nextInt(100);
                if (choice < 15) {
                    open.remove(pair);
                    commit(fixture.store, naive, pair);
                } else if (choice < 17) {
                    compactOrRollBack(fixture, naive, random);
                } else {
                    operate(pair, random, keySpace);
                }
            }
            for (String map : MAPS) {
                assertEquals(
                        naive.begin().walk(map, KeyRange.all(), true, ALL),
                        walk(fixture.store.begin().map(map), KeyRange.all(), true, ALL));
            }
        }
    }

    private void commit(Store store, NaiveStore naive, Pair pair) {
        NaiveStore.Verdict expected = naive.commit(pair.naive());
        NaiveStore.Verdict actual =
                switch (store.commit(pair.real())) {
                    case CommitResult.Committed c -> {
                        ids.add(c.id());
                        yield NaiveStore.Verdict.committed(c.id().seqno());
                    }
                    case CommitResult.ReadOnly r -> NaiveStore.Verdict.READ_ONLY;
                    case CommitResult.Conflict c -> NaiveStore.Verdict.CONFLICT;
                    case CommitResult.NotPrimary n -> NaiveStore.Verdict.NOT_PRIMARY;
                    case CommitResult.Busy b -> throw new AssertionError("the queue is full");
                };
        assertEquals(expected, actual);
    }

    private void compactOrRollBack(StoreFixture fixture, NaiveStore naive, Random random) {
        Store store = fixture.store;
        TxId last = store.lastTxId();
        long compacted = store.compactedSeqno();
        if (last.seqno() == compacted) {
            return;
        }
        long seqno = compacted + 1 + random.nextLong(last.seqno() - compacted);
        if (random.nextInt(4) > 0) {
            fixture.sink.awaitSeqno(seqno);
            store.compact(seqno);
            naive.compact(seqno);
        } else {
            long nextView = store.view() + 1;
            store.rollback(ids.get((int) seqno), nextView);
            fixture.sink.truncate(seqno, nextView);
            ids.subList((int) seqno + 1, ids.size()).clear();
            naive.rollback(seqno);
        }
    }

    private void operate(Pair pair, Random random, int keySpace) {
        String name = MAPS[random.nextInt(MAPS.length)];
        MapHandle real = pair.real().map(name);
        NaiveStore.Tx naive = pair.naive();
        Bytes key = key(random.nextInt(keySpace));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> assertEquals(naive.get(name, key), real.get(key));
            case 3 -> assertEquals(naive.get(name, key).isPresent(), real.has(key));
            case 4, 5 -> {
                Bytes value = key(random.nextInt());
                real.put(key, value);
                naive.put(name, key, value);
            }
            case 6 -> {
                real.remove(key);
                naive.remove(name, key);
            }
            case 7 -> assertEquals(naive.version(name, key), real.versionOfPreviousWrite(key));
            case 8 -> assertEquals(naive.getCommitted(name, key), real.getCommitted(key));
            case 9 -> rareOperation(real, naive, random);
            default -> {
                KeyRange range = range(random, keySpace);
                boolean isAscending = random.nextBoolean();
                int limit = random.nextBoolean() ? ALL : 1 + random.nextInt(5);
                assertEquals(
                        naive.walk(name, range, isAscending, limit),
                        walk(real, range, isAscending, limit));
            }
        }
    }

    private void rareOperation(MapHandle real, NaiveStore.Tx naive, Random random) {
        if (random.nextInt(10) == 0) {
            real.clear();
            naive.clear(real.name());
        } else if (random.nextBoolean()) {
            assertEquals(naive.size(real.name()), real.size());
        } else {
            List<String> visited = new ArrayList<>();
            real.forEach((key, value) -> visited.add(key + "=" + value));
            assertEquals(naive.forEach(real.name()), visited);
        }
    }

    private static KeyRange range(Random random, int keySpace) {
        Bytes from = key(random.nextInt(keySpace));
        return switch (random.nextInt(4)) {
            case 0 -> KeyRange.prefix(from);
            case 1 -> KeyRange.from(from);
            default -> KeyRange.of(from, key(random.nextInt(keySpace)));
        };
    }

    private static List<String> walk(
            MapHandle map, KeyRange range, boolean isAscending, int limit) {
        List<String> visited = new ArrayList<>();
        BiPredicate<Bytes, Bytes> visitor =
                (key, value) -> visited.add(key + "=" + value) && visited.size() < limit;
        if (isAscending) {
            map.ascending(range, visitor);
        } else {
            map.descending(range, visitor);
        }
        return visited;
    }

    private static Bytes key(int i) {
        return Bytes.utf8(Integer.toString(i, 3));
    }
}
