package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.EntryDecoder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Histories of concurrent transactions must be those of some serial order: the order of seqnos. */
class ConcurrencyTest {
    private static final String MAP = "public:numbers";
    private static final int THREADS = 4;
    private static final int ROUNDS = 2000;
    private static final long DEADLINE_SECONDS = 60;

    private final StoreFixture fixture = StoreFixture.primary();
    private final Store store = fixture.store;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void noIncrementIsLost() throws Exception {
        Bytes counter = Bytes.utf8("counter");
        inParallel(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        retry(tx -> set(tx, counter, number(tx, counter) + 1));
                    }
                });

        assertEquals(THREADS * ROUNDS, number(store.begin(), counter));
    }

    @Test
    void writeSkewCannotHappen() throws Exception {
        Bytes a = Bytes.utf8("a");
        Bytes b = Bytes.utf8("b");
        inParallel(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Bytes own = random.nextBoolean() ? a : b;
                        boolean isTaking = random.nextBoolean();
                        retry(
                                tx -> {
                                    int sum = number(tx, a) + number(tx, b);
                                    assertTrue(sum <= 1, "both are taken");
                                    return set(tx, own, isTaking && sum == 0 ? 1 : 0);
                                });
                    }
                });

        assertTrue(number(store.begin(), a) + number(store.begin(), b) <= 1);
    }

    @Test
    void phantomsCannotAppearInARangeThatWasRead() throws Exception {
        int seatsMax = 10;
        inParallel(
                random -> {
                    for (int i = 0; i < ROUNDS / 4; i++) {
                        Bytes seat = Bytes.utf8("seat" + random.nextInt(1000));
                        retry(
                                tx -> {
                                    List<Bytes> taken = keysUnder(tx, "seat");
                                    assertTrue(
                                            taken.size() <= seatsMax, () -> "overbooked: " + taken);
                                    if (taken.size() < seatsMax) {
                                        return set(tx, seat, 1);
                                    }
                                    tx.map(MAP).remove(taken.get(random.nextInt(taken.size())));
                                    return true;
                                });
                    }
                });

        assertTrue(keysUnder(store.begin(), "seat").size() <= seatsMax);
    }

    @Test
    void readersSeeOnlyWholeTransactionsAndEveryStateHasTheSameSum() throws Exception {
        int accounts = 20;
        fixture.write(
                tx -> {
                    for (int i = 0; i < accounts; i++) {
                        set(tx, account(i), 100);
                    }
                });
        inParallel(
                random -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        if (random.nextInt(3) == 0) {
                            assertEquals(accounts * 100, sum(store.begin(), accounts));
                        } else {
                            Bytes from = account(random.nextInt(accounts));
                            Bytes to = account(random.nextInt(accounts));
                            retry(
                                    tx -> {
                                        set(tx, from, number(tx, from) - 1);
                                        return set(tx, to, number(tx, to) + 1);
                                    });
                        }
                    }
                });

        assertEquals(accounts * 100, sum(store.begin(), accounts));
    }

    @Test
    void replayingTheEntriesInOrderGivesTheStateAndEveryIdIsGivenOnce() throws Exception {
        inParallel(
                random -> {
                    for (int i = 0; i < ROUNDS / 2; i++) {
                        Bytes key = account(random.nextInt(50));
                        retry(tx -> set(tx, key, number(tx, key) + random.nextInt(5)));
                        if (random.nextInt(50) == 0) {
                            store.sign();
                        }
                    }
                });
        long last = store.lastTxId().seqno();
        List<PipelineEntry> entries = fixture.sink.awaitSeqno(last);

        assertEquals(last, entries.size());
        TreeMap<Bytes, Bytes> replayed = new TreeMap<>();
        EntryDecoder decoder = new EntryDecoder();
        for (int i = 0; i < entries.size(); i++) {
            assertEquals(i + 1, entries.get(i).id().seqno());
            decoder.decode(entries.get(i).bytes(), store.secrets())
                    .publicWrites()
                    .map(MAP)
                    .ifPresent(writes -> replayed.putAll(writes.writes()));
        }
        TreeMap<Bytes, Bytes> state = new TreeMap<>();
        store.begin().map(MAP).forEach((key, value) -> state.put(key, value) == null);
        assertEquals(replayed, state);
    }

    @Test
    void compactionRunsBesideCommits() throws Exception {
        List<Long> seen = new ArrayList<>();
        store.onGlobal(MAP, (seqno, writes) -> seen.add(seqno));
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService compactor = Executors.newSingleThreadExecutor()) {
            Future<?> compaction =
                    compactor.submit(
                            () -> {
                                long to = 0;
                                while (!isOver.get() || to < store.lastTxId().seqno()) {
                                    to = Math.min(to + 100, store.lastTxId().seqno());
                                    if (to > 0) {
                                        fixture.sink.awaitSeqno(to);
                                        store.compact(to);
                                    }
                                }
                            });
            inParallel(
                    random -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            retry(tx -> set(tx, account(random.nextInt(100)), 1));
                            Transaction tx = store.begin();
                            assertTrue(
                                    tx.committedState().last().seqno() <= tx.readSeqno(),
                                    "what is committed is ahead of what a transaction sees");
                        }
                    });
            isOver.set(true);
            compaction.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }

        assertEquals(THREADS * ROUNDS, seen.size());
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(i + 1L, seen.get(i));
        }
    }

    /**
     * Runs a transaction until it commits; {@code body} returns true, so that it can be an
     * expression.
     */
    private void retry(Step body) {
        while (true) {
            Transaction tx = store.begin();
            assertTrue(body.run(tx));
            switch (store.commit(tx)) {
                case CommitResult.Committed c -> {
                    return;
                }
                case CommitResult.ReadOnly r -> {
                    return;
                }
                case CommitResult.Conflict c -> Thread.onSpinWait();
                case CommitResult.Busy b -> Thread.onSpinWait();
                case CommitResult.NotPrimary n -> throw new AssertionError("this is the primary");
            }
        }
    }

    /** One attempt of a transaction; returns true, so that it can be an expression. */
    private interface Step {
        boolean run(Transaction tx);
    }

    private interface Body {
        void run(Random random);
    }

    private static void inParallel(Body body)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long seed = i;
                Callable<Boolean> task =
                        () -> {
                            body.run(new Random(seed));
                            return true;
                        };
                running.add(executor.submit(task));
            }
            for (Future<Boolean> one : running) {
                one.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static List<Bytes> keysUnder(Transaction tx, String prefix) {
        List<Bytes> keys = new ArrayList<>();
        tx.map(MAP).prefix(Bytes.utf8(prefix), (key, value) -> keys.add(key));
        return keys;
    }

    private static int sum(Transaction tx, int accounts) {
        int sum = 0;
        for (int i = 0; i < accounts; i++) {
            sum += number(tx, account(i));
        }
        return sum;
    }

    private static Bytes account(int i) {
        return Bytes.utf8("account" + i);
    }

    private static int number(Transaction tx, Bytes key) {
        return tx.map(MAP).get(key).map(value -> Integer.parseInt(value.utf8())).orElse(0);
    }

    private static boolean set(Transaction tx, Bytes key, int number) {
        tx.map(MAP).put(key, Bytes.utf8(Integer.toString(number)));
        return true;
    }
}
