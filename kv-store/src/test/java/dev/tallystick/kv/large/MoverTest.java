package dev.tallystick.kv.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.sealed.Limit;
import dev.tallystick.kv.sealed.SealedStore;
import dev.tallystick.kv.sealed.SealedStoreOptions;
import dev.tallystick.kv.sealed.SealedTable;
import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class MoverTest {
    private static final int VALUES = 20;
    private static final int ALL = VALUES + 1;
    private static final long DEADLINE_SECONDS = 20;

    @TempDir Path folder;

    /** A disk that takes nothing at first, and later the second value slowly. */
    private static final class Target implements Mover.Target {
        private final SealedTable full;
        private final CountDownLatch refused = new CountDownLatch(VALUES);
        private final CountDownLatch isWriting = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger written = new AtomicInteger();

        Target(SealedTable full) {
            this.full = full;
        }

        @Override
        public void write(StoredValue stored, Bytes value) {
            if (refused.getCount() > 0) {
                refused.countDown();
                full.put(value, value);
            }
            if (written.incrementAndGet() == 2) {
                isWriting.countDown();
                await(goOn);
            }
        }

        static void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void closingDoesNotWaitForAllThatTheDiskDidNotTakeBefore() throws Exception {
        try (SealedStore store = SealedStore.open(folder, SealedStoreOptions.defaults())) {
            Target target = new Target(store.table("full", Limit.atMost(Limit.RECORD_BYTES)));
            Mover mover = new Mover(target);
            mover.start();
            List<StoredValue> held = new ArrayList<>();
            for (int number = 1; number <= ALL; number++) {
                Bytes value = Bytes.utf8("value");
                held.add(new StoredValue(number, value));
                mover.add(held.getLast(), value);
            }
            Target.await(target.isWriting);

            Thread closing = new Thread(mover::close);
            closing.start();
            while (closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait(); // until it waits for the mover's thread
            }
            target.goOn.countDown();
            closing.join();

            assertEquals(2, target.written.get());
            assertEquals(ALL, held.size());
        }
    }
}
