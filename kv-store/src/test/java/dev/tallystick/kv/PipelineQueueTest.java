package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class PipelineQueueTest {
    @Test
    void itHoldsExactlyItsCapacity() {
        for (int capacity : new int[] {1, 2, 3, 7, 8, 9}) {
            PipelineQueue queue = new PipelineQueue(capacity);
            for (int i = 1; i <= capacity; i++) {
                assertFalse(queue.isFull(), capacity + " at " + i);
                queue.add(revision(i));
            }
            assertTrue(queue.isFull(), "capacity " + capacity);
            assertThrows(IllegalStateException.class, () -> queue.add(revision(99)));
            assertEquals(1, seqno(queue.poll()));
            assertFalse(queue.isFull());
            queue.add(revision(capacity + 1));
            for (int i = 2; i <= capacity + 1; i++) {
                assertEquals(i, seqno(queue.poll()));
            }
            assertNull(queue.poll());
        }
    }

    @Test
    void droppingKeepsWhatIsNotAbove() {
        for (int kept = 0; kept <= 6; kept++) {
            PipelineQueue queue = new PipelineQueue(8);
            for (int i = 1; i <= 8; i++) {
                queue.add(revision(i));
            }
            assertEquals(1, seqno(queue.poll()));
            queue.dropAbove(kept);
            queue.add(revision(100));
            for (int i = 2; i <= kept; i++) {
                assertEquals(i, seqno(queue.poll()));
            }
            assertEquals(100, seqno(queue.poll()));
            assertNull(queue.poll());
        }
    }

    @Test
    void nothingIsLostOrReorderedBetweenTwoThreads() throws Exception {
        int count = 200_000;
        PipelineQueue queue = new PipelineQueue(64);
        try (ExecutorService consumer = Executors.newSingleThreadExecutor()) {
            Future<Long> taken =
                    consumer.submit(
                            () -> {
                                long last = 0;
                                while (queue.await()) {
                                    for (Revision r = queue.poll(); r != null; r = queue.poll()) {
                                        assertEquals(last + 1, r.seqno());
                                        last = r.seqno();
                                    }
                                }
                                return last;
                            });
            for (int i = 1; i <= count; i++) {
                while (queue.isFull()) {
                    Thread.onSpinWait();
                }
                queue.add(revision(i));
            }
            queue.stop();
            assertEquals(count, taken.get(20, TimeUnit.SECONDS));
        }
    }

    private static long seqno(@Nullable Revision revision) {
        return revision == null ? -1 : revision.seqno();
    }

    private static Revision revision(long seqno) {
        State state = State.empty().after(new TxId(2, seqno), WriteSet.EMPTY);
        return Revision.of(state, WriteSet.EMPTY, Revision.Attributes.NONE);
    }
}
