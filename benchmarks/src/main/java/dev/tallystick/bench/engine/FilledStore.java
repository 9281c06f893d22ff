package dev.tallystick.bench.engine;

import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.MapHandle;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A primary that holds {@value #KEYS} entries. Its ledger goes nowhere, and what has left the
 * pipeline counts as committed, so that old states are dropped as in a running node.
 */
final class FilledStore implements AutoCloseable {
    static final int KEYS = 100_000;
    static final String MAP = "records";
    private static final int KEYS_PER_TRANSACTION = 1000;
    private static final int COMMITS_PER_COMPACTION = 4096;
    private static final int VALUE_BYTES = 64;
    private static final long PAUSE_NANOS = 100_000;

    private final Bytes[] keys = new Bytes[KEYS];
    private final Nowhere sink = new Nowhere();
    private final Store store =
            new Store(
                    StoreOptions.defaults(),
                    LedgerSecrets.of(LedgerSecret.random(1)),
                    (id, root, tree) -> new WriteSet(List.of()),
                    sink);
    private int next;
    private int commits;

    FilledStore() {
        store.becomePrimary(2);
        for (int i = 0; i < KEYS; i++) {
            // An odd multiplier scatters the keys over the whole key space.
            keys[i] = Bytes.utf8("%016x".formatted(i * 0x9E3779B97F4A7C15L));
        }
        for (int from = 0; from < KEYS; from += KEYS_PER_TRANSACTION) {
            Transaction tx = store.begin();
            MapHandle map = tx.map(MAP);
            for (int i = from; i < from + KEYS_PER_TRANSACTION; i++) {
                map.put(keys[i], value());
            }
            commit(tx);
        }
    }

    static Bytes value() {
        byte[] value = new byte[VALUE_BYTES];
        ThreadLocalRandom.current().nextBytes(value);
        return Bytes.wrap(value);
    }

    Transaction begin() {
        return store.begin();
    }

    Bytes[] keys() {
        return keys;
    }

    /** Another key than the last time, until all have come. */
    Bytes nextKey() {
        next = next + 1 == KEYS ? 0 : next + 1;
        return keys[next];
    }

    /** Commits, waiting for room in the pipeline. Returns how often it had to wait. */
    int commit(Transaction tx) {
        if (++commits % COMMITS_PER_COMPACTION == 0) {
            store.compact(sink.lastSeqno);
        }
        int waits = 0;
        while (true) {
            switch (store.commit(tx)) {
                case CommitResult.Committed _ -> {
                    return waits;
                }
                case CommitResult.Busy _ -> {
                    waits++;
                    store.compact(sink.lastSeqno);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                case CommitResult.ReadOnly _, CommitResult.Conflict _, CommitResult.NotPrimary _ ->
                        throw new IllegalStateException("a lone writer was refused");
            }
        }
    }

    @Override
    public void close() {
        store.close();
    }

    private static final class Nowhere implements EntrySink {
        private volatile long lastSeqno;

        @Override
        public void accept(List<PipelineEntry> batch) {
            lastSeqno = batch.getLast().id().seqno();
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
