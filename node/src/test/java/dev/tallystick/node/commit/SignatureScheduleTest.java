package dev.tallystick.node.commit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class SignatureScheduleTest {
    /** Seqnos of the signatures that came out of the pipeline. */
    private final BlockingQueue<Long> signed = new LinkedBlockingQueue<>();

    private final RecordedFatal fatal = new RecordedFatal();
    private final Store store =
            new Store(
                    StoreOptions.defaults(),
                    LedgerSecrets.of(LedgerSecret.random(1)),
                    (id, root, tree) ->
                            WriteSet.of(
                                    MapWrites.put(
                                            TableNames.SIGNATURES,
                                            Bytes.EIGHT_ZEROS,
                                            Bytes.utf8("{}")),
                                    MapWrites.put(
                                            TableNames.TREE, Bytes.EIGHT_ZEROS, Bytes.wrap(tree))),
                    new EntrySink() {
                        @Override
                        public void accept(List<PipelineEntry> batch) {
                            batch.stream()
                                    .filter(PipelineEntry::isSignature)
                                    .forEach(entry -> signed.add(entry.id().seqno()));
                        }

                        @Override
                        public void failed(Throwable cause) {
                            throw new AssertionError(cause);
                        }
                    });

    @AfterEach
    void close() {
        store.close();
    }

    private void write() {
        Transaction tx = store.begin();
        tx.map("public:t").put(Bytes.utf8("k"), Bytes.utf8("v"));
        assertInstanceOf(CommitResult.Committed.class, store.commit(tx));
    }

    private Long nextSignature() throws InterruptedException {
        return signed.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void aSignatureIsDueWithTheConfiguredNumberOfEntries() throws Exception {
        store.becomePrimary(2);
        try (SignatureSchedule schedule = new SignatureSchedule(store, 2, fatal)) {
            write();
            schedule.onCommitted();
            assertEquals(1, store.unsignedCount(), "one entry is not enough");

            write();
            schedule.onCommitted();
            assertEquals(3, nextSignature());
        }
    }

    @Test
    void theTimerSignsWhatIsUnsigned() throws Exception {
        store.becomePrimary(2);
        write();
        try (SignatureSchedule schedule = new SignatureSchedule(store, 1_000, fatal)) {
            schedule.start(Duration.ofMillis(1));
            assertEquals(2, nextSignature());

            write();
            assertEquals(4, nextSignature());
        }
    }

    @Test
    void aNewPrimarySignsItsViewOnceEvenIfNothingIsUnsigned() throws Exception {
        store.becomePrimary(2);
        write();
        try (SignatureSchedule schedule = new SignatureSchedule(store, 1, fatal)) {
            schedule.onCommitted();
            assertEquals(2, nextSignature());

            schedule.start(Duration.ofMillis(1));
            assertEquals(3, nextSignature(), "the timer's first in this view");

            write();
            assertEquals(5, nextSignature(), "there was none in between");
        }
    }

    @Test
    void aBackupSignsNothing() {
        try (SignatureSchedule schedule = new SignatureSchedule(store, 1, fatal)) {
            schedule.onCommitted();
            schedule.signLast(Duration.ofSeconds(10));
        }
        assertEquals(0, store.lastSignatureSeqno());
    }

    @Test
    void aStoreThatHasStoppedIsNoErrorOfTheRequestThatEndsThen() {
        store.becomePrimary(2);
        write();
        store.close();
        try (SignatureSchedule schedule = new SignatureSchedule(store, 1, fatal)) {
            assertDoesNotThrow(schedule::onCommitted);
        }
    }
}
