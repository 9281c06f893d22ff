package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads run random transactions on few keys, beside signatures, compactions, rollbacks and
 * changes of role; {@link HistoryChecker} must find the recorded history strictly serializable.
 *
 * <p>A seed gives the same workload again, not the same interleaving: repeat with {@code
 * -Dtallystick.seeds=N} (docs/testing.md).
 */
class ConcurrentHistoryTest {
    private static final int SEEDS = 8;
    private static final int CLIENTS = 4;
    private static final int TRANSACTIONS = 700;
    private static final int KEYS = 8;
    private static final String[] MAPS = {"public:a", "b"};
    private static final long DEADLINE_SECONDS = 60;

    @Test
    void concurrentHistoriesAreStrictlySerializable() {
        Seeds.forEach(SEEDS, ConcurrentHistoryTest::run);
    }

    private static void run(Random random) {
        try (StoreFixture fixture = StoreFixture.primary();
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1)) {
            List<Future<List<RecordedTransaction>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(fixture.store, new Random(random.nextLong()), i);
                clients.add(threads.submit(client));
            }
            Operator operator = new Operator(fixture.store, new Random(random.nextLong()), clients);
            Future<?> operating = threads.submit(operator);
            List<RecordedTransaction> transactions = new ArrayList<>();
            for (Future<List<RecordedTransaction>> client : clients) {
                transactions.addAll(client.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
            operating.get(DEADLINE_SECONDS, TimeUnit.SECONDS);

            NavigableMap<String, String> expected =
                    new HistoryChecker(transactions, operator.viewChanges)
                            .check(operator.signatures);
            assertEquals(expected, content(fixture.store));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static NavigableMap<String, String> content(Store store) {
        NavigableMap<String, String> content = new TreeMap<>();
        Transaction tx = store.begin();
        for (String map : MAPS) {
            tx.map(map)
                    .ascending(
                            KeyRange.all(),
                            (key, value) ->
                                    content.put(map + "/" + key.utf8(), value.utf8()) == null);
        }
        return content;
    }

    /** Signs, compacts, rolls back and changes the role until the clients are done. */
    private static final class Operator implements Runnable {
        final List<TxId> signatures = new ArrayList<>();
        final List<HistoryChecker.ViewChange> viewChanges = new ArrayList<>();
        private final Store store;
        private final Random random;
        private final List<? extends Future<?>> clients;
        private long view = StoreFixture.VIEW;

        Operator(Store store, Random random, List<? extends Future<?>> clients) {
            this.store = store;
            this.random = random;
            this.clients = clients;
        }

        @Override
        public void run() {
            while (!clients.stream().allMatch(Future::isDone)) {
                switch (random.nextInt(30)) {
                    case 0 -> rollBack();
                    case 1 -> stepDown();
                    case 2, 3, 4, 5 -> store.signAnyway().ifPresent(signatures::add);
                    case 6, 7, 8, 9 -> compact();
                    default -> LockSupport.parkNanos(random.nextInt(500_000));
                }
            }
        }

        /** Up to the entries that the pipeline is still busy with, which may be refused. */
        private void compact() {
            long compacted = store.compactedSeqno();
            long last = store.lastTxId().seqno();
            long seqno = compacted + (last - compacted) / 2;
            try {
                store.compact(seqno);
            } catch (IllegalStateException e) {
                if (store.failure().isPresent()) {
                    throw e;
                }
            }
        }

        private void rollBack() {
            // Read-only transactions name their state, so this is the id of a live entry.
            Transaction tx = store.begin();
            TxId to = random.nextBoolean() ? tx.readTxId() : store.readCommitted().readTxId();
            long before = System.nanoTime();
            view++;
            store.rollback(to, view);
            viewChanges.add(
                    new HistoryChecker.ViewChange(
                            view, to, new RecordedTransaction.Interval(before, System.nanoTime())));
        }

        private void stepDown() {
            store.becomeBackup();
            LockSupport.parkNanos(1000);
            long before = System.nanoTime();
            view++;
            store.becomePrimary(view);
            viewChanges.add(
                    new HistoryChecker.ViewChange(
                            view,
                            null,
                            new RecordedTransaction.Interval(before, System.nanoTime())));
        }
    }

    /** Runs transactions one after the other and records them. */
    private static final class Client implements Callable<List<RecordedTransaction>> {
        private final List<RecordedTransaction> done = new ArrayList<>();
        private final Store store;
        private final Random random;
        private final int number;
        private int written;

        Client(Store store, Random random, int number) {
            this.store = store;
            this.random = random;
            this.number = number;
        }

        @Override
        public List<RecordedTransaction> call() {
            for (int i = 0; i < TRANSACTIONS; i++) {
                run();
            }
            return done;
        }

        private void run() {
            boolean isReadCommitted = random.nextInt(10) == 0;
            boolean isReadOnly = isReadCommitted || random.nextInt(4) == 0;
            long before = System.nanoTime();
            Transaction tx = isReadCommitted ? store.readCommitted() : store.begin();
            var begin = new RecordedTransaction.Interval(before, System.nanoTime());
            assertTrue(
                    tx.committedState().last().seqno() <= tx.readSeqno(),
                    "what is committed is ahead of what a transaction sees");
            List<RecordedTransaction.Step> steps = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                steps.add(step(tx, isReadOnly));
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(1000);
                }
            }
            long asked = System.nanoTime();
            CommitResult result = store.commit(tx);
            var end = new RecordedTransaction.Interval(asked, System.nanoTime());
            switch (result) {
                case CommitResult.Committed c ->
                        done.add(record(tx, isReadCommitted, begin, end, steps, c.id()));
                case CommitResult.ReadOnly r ->
                        done.add(record(tx, isReadCommitted, begin, end, steps, null));
                case CommitResult.Conflict c -> {}
                case CommitResult.NotPrimary n -> {}
                case CommitResult.Busy b -> LockSupport.parkNanos(1000);
            }
        }

        private static RecordedTransaction record(
                Transaction tx,
                boolean isReadCommitted,
                RecordedTransaction.Interval begin,
                RecordedTransaction.Interval end,
                List<RecordedTransaction.Step> steps,
                @Nullable TxId id) {
            return new RecordedTransaction(tx.readTxId(), isReadCommitted, begin, end, steps, id);
        }

        private RecordedTransaction.Step step(Transaction tx, boolean isReadOnly) {
            String map = MAPS[random.nextInt(MAPS.length)];
            MapHandle handle = tx.map(map);
            String key = "k" + random.nextInt(KEYS);
            int choice = random.nextInt(10);
            if (choice < 4 && !isReadOnly) {
                return write(handle, key);
            }
            return choice < 8
                    ? new RecordedTransaction.Step.Get(
                            map + "/" + key, handle.get(Bytes.utf8(key)).map(Bytes::utf8))
                    : walk(handle);
        }

        private RecordedTransaction.Step write(MapHandle handle, String key) {
            Optional<String> value =
                    random.nextInt(4) == 0
                            ? Optional.empty()
                            : Optional.of(number + "-" + ++written);
            value.ifPresentOrElse(
                    v -> handle.put(Bytes.utf8(key), Bytes.utf8(v)),
                    () -> handle.remove(Bytes.utf8(key)));
            return new RecordedTransaction.Step.Write(handle.name() + "/" + key, value);
        }

        private RecordedTransaction.Step walk(MapHandle handle) {
            int first = random.nextInt(KEYS);
            String from = "k" + first;
            String to = "k" + (first + random.nextInt(KEYS - first));
            boolean isAscending = random.nextBoolean();
            int limit = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(3);
            List<String> visited = new ArrayList<>();
            KeyRange range = KeyRange.of(Bytes.utf8(from), Bytes.utf8(to));
            String prefix = handle.name() + "/";
            if (isAscending) {
                handle.ascending(range, (k, v) -> visit(visited, prefix, k, v) < limit);
            } else {
                handle.descending(range, (k, v) -> visit(visited, prefix, k, v) < limit);
            }
            return new RecordedTransaction.Step.Walk(
                    prefix + from, prefix + to, isAscending, limit, visited);
        }

        private static int visit(List<String> visited, String prefix, Bytes key, Bytes value) {
            visited.add(prefix + key.utf8() + "=" + value.utf8());
            return visited.size();
        }
    }
}
