package dev.tallystick.kv.sealed;

import static dev.tallystick.kv.sealed.SealedFixture.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class SealedConcurrencyTest {
    private static final int VALUE_BYTES = 64;

    @TempDir Path folder;

    private static Bytes value(long owner, long count) {
        return Bytes.wrap(ByteBuffer.allocate(VALUE_BYTES).putLong(owner).putLong(count).array());
    }

    private static long owner(Bytes value) {
        return value.buffer().getLong(0);
    }

    private static long count(Bytes value) {
        return value.buffer().getLong(Long.BYTES);
    }

    private static void runAll(List<Callable<Integer>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Integer> done : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each reader must see each key's count rise only, and the last one in the end. */
    @Test
    void readersBesideWritersSeeEachKeyGoForwardOnly() throws Exception {
        int keys = 8;
        int writes = 3000;
        try (SealedFixture fixture = new SealedFixture(folder)) {
            SealedTable table = fixture.store().table("table", Limit.atMost(1 << 20));
            CountDownLatch writing = new CountDownLatch(2);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int w = 0; w < 2; w++) {
                int writer = w;
                tasks.add(
                        () -> {
                            for (int i = 0; i < writes; i++) {
                                int number = 2 * (i % (keys / 2)) + writer;
                                table.put(key(number), value(number, i));
                            }
                            writing.countDown();
                            return writes;
                        });
            }
            for (int r = 0; r < 3; r++) {
                int seed = r;
                tasks.add(() -> readForward(table, keys, new Random(seed), writing));
            }

            runAll(tasks);

            for (int number = 0; number < keys; number++) {
                Bytes last = table.get(key(number)).orElseThrow();
                assertEquals(number, owner(last));
                assertTrue(count(last) >= writes - keys / 2, "ended at " + count(last));
            }
        }
    }

    private static int readForward(
            SealedTable table, int keys, Random random, CountDownLatch writing) {
        long[] seen = new long[keys];
        int reads = 0;
        while (writing.getCount() > 0) {
            int number = random.nextInt(keys);
            Optional<Bytes> read = table.get(key(number));
            if (read.isPresent()) {
                assertEquals(number, owner(read.get()));
                assertTrue(count(read.get()) >= seen[number], "went back");
                seen[number] = count(read.get());
                reads++;
            } else {
                assertEquals(0, seen[number], "vanished");
            }
        }
        return reads;
    }

    @Test
    void aCacheUnderPressureFromAllSidesStaysInItsLimit() throws Exception {
        int records = 20;
        long limit = records * Limit.costOf(VALUE_BYTES);
        try (SealedFixture fixture = new SealedFixture(folder)) {
            SealedTable table = fixture.cache("table", limit);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                tasks.add(() -> press(table, limit, new Random(seed)));
            }

            runAll(tasks);

            assertTrue(table.count() <= records, table.count() + " records");
            assertEquals(table.count() * Limit.costOf(VALUE_BYTES), table.sizeBytes());
            for (int i = 0; i < 60; i++) {
                table.remove(key(i));
            }
            assertEquals(0, table.sizeBytes());
        }
    }

    private static int press(SealedTable table, long limit, Random random) {
        for (int i = 0; i < 4000; i++) {
            int number = random.nextInt(60);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> table.put(key(number), value(number, i));
                case 3 -> table.remove(key(number));
                default ->
                        table.get(key(number))
                                .ifPresent(value -> assertEquals(number, owner(value)));
            }
            long size = table.sizeBytes();
            assertTrue(size <= limit, size + " bytes");
        }
        return 0;
    }
}
