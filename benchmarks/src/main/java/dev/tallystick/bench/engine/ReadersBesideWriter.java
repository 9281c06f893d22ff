package dev.tallystick.bench.engine;

import dev.tallystick.bench.Probe;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * What eight reading threads get done while one thread writes to their store, against the same
 * while it writes to another store: with the same work on the machine, what is lost is lost to
 * reading and writing the same state.
 */
public final class ReadersBesideWriter implements Probe {
    private static final int READERS = 8;
    private static final int ROUNDS = 5;
    private static final long MILLIS = 2000;
    private static final long QUICK_MILLIS = 500;

    @Override
    public Reading measure(boolean quick) throws InterruptedException {
        try (FilledStore read = new FilledStore();
                FilledStore other = new FilledStore()) {
            long millis = quick ? QUICK_MILLIS : MILLIS;
            readsPerSecond(read, read, millis); // warm up
            readsPerSecond(read, other, millis);
            double beside = 0;
            double apart = 0;
            for (int round = 0; round < ROUNDS; round++) {
                beside += readsPerSecond(read, read, millis);
                apart += readsPerSecond(read, other, millis);
            }
            return new Reading(beside / ROUNDS, apart / ROUNDS);
        }
    }

    private static double readsPerSecond(FilledStore read, FilledStore written, long millis)
            throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        LongAdder reads = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            threads.add(Thread.ofPlatform().start(() -> reads.add(readUntil(isOver, read))));
        }
        threads.add(Thread.ofPlatform().start(() -> writeUntil(isOver, written)));
        long start = System.nanoTime();
        Thread.sleep(millis);
        isOver.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return reads.sum() * 1e9 / (System.nanoTime() - start);
    }

    private static long readUntil(AtomicBoolean isOver, FilledStore store) {
        Bytes[] keys = store.keys();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long count = 0;
        while (!isOver.get()) {
            Bytes key = keys[random.nextInt(keys.length)];
            count += store.begin().map(FilledStore.MAP).get(key).isPresent() ? 1 : 0;
        }
        return count;
    }

    private static void writeUntil(AtomicBoolean isOver, FilledStore store) {
        Bytes value = FilledStore.value();
        while (!isOver.get()) {
            Transaction tx = store.begin();
            tx.map(FilledStore.MAP).put(store.nextKey(), value);
            int _ = store.commit(tx);
        }
    }
}
