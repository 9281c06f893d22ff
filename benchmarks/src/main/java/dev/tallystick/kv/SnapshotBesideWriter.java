package dev.tallystick.kv;

import dev.tallystick.bench.Probe;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.snapshot.SnapshotFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The 99th percentile of the time that a write transaction takes, in microseconds, while a snapshot
 * of 1,000,000 records is written again and again, against the same without.
 *
 * <p>One thread writes at a steady pace, so that it needs a fraction of a core: what is measured is
 * whether the snapshot stands in its way, not how many threads share the machine.
 */
public final class SnapshotBesideWriter implements Probe {
    private static final int ROUNDS = 5;
    private static final int WRITES = 30_000;
    private static final int QUICK_WRITES = 5_000;
    private static final long PAUSE_NANOS = 50_000;
    private static final int ENTRIES_PER_COMPACTION = 1000;

    private final Records records = new Records();
    private final Written sink = new Written();
    private final Store store =
            new Store(
                    StoreOptions.defaults(),
                    LedgerSecrets.of(LedgerSecret.random(1)),
                    (id, root, tree) ->
                            WriteSet.of(
                                    MapWrites.put(
                                            TableNames.TREE, Bytes.EIGHT_ZEROS, Bytes.wrap(tree))),
                    sink);
    private final Bytes value = Records.value(1);

    /** Held while a snapshot is taken, so that compaction does not pass its signature. */
    private final AtomicBoolean isTaking = new AtomicBoolean();

    /** What has left the pipeline counts as committed. */
    private static final class Written implements EntrySink {
        private volatile long seqno;

        @Override
        public void accept(List<PipelineEntry> batch) {
            seqno = batch.getLast().id().seqno();
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    @Override
    public Reading measure(boolean quick) throws Exception {
        store.becomePrimary(1);
        for (Records.Part part : records.parts()) {
            Transaction tx = store.begin();
            part.putInto(tx.map(Records.MAP));
            commit(tx);
            store.compact(sink.seqno);
        }
        int writes = quick ? QUICK_WRITES : WRITES;
        Path directory = Files.createTempDirectory("tally-bench");
        try {
            writeSnapshotsWhile(directory, () -> nanos(writes)); // warm up
            long[] alone = new long[0];
            long[] beside = new long[0];
            for (int round = 0; round < ROUNDS; round++) {
                alone = joined(alone, nanos(writes));
                beside = joined(beside, writeSnapshotsWhile(directory, () -> nanos(writes)));
            }
            return new Reading(percentile99(beside), percentile99(alone));
        } finally {
            Files.delete(directory);
        }
    }

    private static long[] joined(long[] some, long[] more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static double percentile99(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100] / 1e3;
    }

    /** How long each of so many transactions took, in nanoseconds. */
    private long[] nanos(int writes) {
        long[] taken = new long[writes];
        for (int i = 0; i < writes; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            Bytes key = records.nextKey();
            long start = System.nanoTime();
            Transaction tx = store.begin();
            tx.map(Records.MAP).put(key, value);
            commit(tx);
            taken[i] = System.nanoTime() - start;
            if (i % ENTRIES_PER_COMPACTION == 0 && isTaking.compareAndSet(false, true)) {
                store.compact(sink.seqno);
                isTaking.set(false);
            }
        }
        return taken;
    }

    private void commit(Transaction tx) {
        while (!(store.commit(tx) instanceof CommitResult.Committed)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long[] writeSnapshotsWhile(Path directory, Callable<long[]> body) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!isOver.get()) {
                                        writeSnapshot(directory);
                                    }
                                });
        long[] result = body.call();
        isOver.set(true);
        thread.join();
        return result;
    }

    private void writeSnapshot(Path directory) {
        long seqno = store.signAnyway().orElseThrow().seqno();
        while (sink.seqno < seqno) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        try (SnapshotFile file = store.transfer().snapshot(seqno, List.of(1L)).write(directory)) {
            if (file.written().size() < Records.COUNT) {
                throw new IllegalStateException("a snapshot without the records");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
