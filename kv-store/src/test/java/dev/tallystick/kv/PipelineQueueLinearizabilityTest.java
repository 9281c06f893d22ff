package dev.tallystick.kv;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.WriteSet;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

/** Lincheck: one producer and one consumer see a bounded queue, whatever the interleaving. */
public class PipelineQueueLinearizabilityTest {
    private static final int CAPACITY = 2;
    private static final int WAKE_UPS = 2;

    private final PipelineQueue queue = new PipelineQueue(CAPACITY);

    /** Owned by the producer. */
    private long added;

    @Operation(nonParallelGroup = "producer")
    public boolean addUnlessFull() {
        if (queue.isFull()) {
            return false;
        }
        added++;
        queue.add(revision(added));
        return true;
    }

    @Operation(nonParallelGroup = "consumer")
    public long poll() {
        Revision revision = queue.poll();
        return revision == null ? -1 : revision.seqno();
    }

    private static Revision revision(long seqno) {
        State state = State.empty().after(new TxId(2, seqno), WriteSet.EMPTY);
        return Revision.of(state, WriteSet.EMPTY, Revision.Attributes.NONE);
    }

    @Test
    void itIsLinearizable() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(4)
                .iterations(5)
                .invocationsPerIteration(100)
                .check(PipelineQueueLinearizabilityTest.class);
    }

    /** Lincheck reports a consumer that sleeps for ever as a deadlock. */
    @Test
    void noWakeUpIsLost() {
        Lincheck.runConcurrentTest(300, PipelineQueueLinearizabilityTest::handOver);
    }

    private static void handOver() {
        PipelineQueue queue = new PipelineQueue(CAPACITY);
        AtomicLong taken = new AtomicLong();
        Thread consumer =
                new Thread(
                        () -> {
                            while (queue.await()) {
                                while (queue.poll() != null) {
                                    taken.incrementAndGet();
                                }
                            }
                        });
        consumer.start();
        for (int seqno = 1; seqno <= WAKE_UPS; seqno++) {
            queue.add(revision(seqno));
        }
        queue.stop();
        try {
            consumer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (taken.get() != WAKE_UPS) {
            throw new AssertionError(taken + " of " + WAKE_UPS + " revisions were taken");
        }
    }
}
