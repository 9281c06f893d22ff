package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UncommittedBytesTest {
    private static final int LIMIT = 1_000_000;
    private static final Bytes KEY = Bytes.utf8("key");

    private final StoreFixture fixture =
            StoreFixture.primary(BothModes.options().withUncommittedBytesMax(LIMIT));

    @AfterEach
    void close() {
        fixture.close();
    }

    private Transaction write(int bytes) {
        Transaction tx = fixture.store.begin();
        tx.map("records").put(KEY, Bytes.wrap(new byte[bytes]));
        return tx;
    }

    private long commitUntilBusy(int bytes) {
        long count = 0;
        while (fixture.store.commit(write(bytes)) instanceof CommitResult.Committed) {
            count++;
            assertTrue(count < LIMIT, "the limit is never reached");
        }
        return count;
    }

    @Test
    void commitsAreBusyUntilCompactionMakesRoom() {
        long fitting = commitUntilBusy(100_000);
        assertTrue(fitting >= 8 && fitting <= 10, fitting + " entries of about 102,000 bytes");
        fixture.sink.awaitSeqno(fitting);
        assertInstanceOf(CommitResult.Busy.class, fixture.store.commit(write(100_000)));

        fixture.store.compact(fitting - 1);

        assertEquals(fitting - 1, commitUntilBusy(100_000));
    }

    @Test
    void aRollbackMakesRoom() {
        long fitting = commitUntilBusy(100_000);
        fixture.store.rollback(new TxId(StoreFixture.VIEW, 1), StoreFixture.VIEW + 1);

        assertEquals(fitting - 1, commitUntilBusy(100_000));
    }

    @Test
    void aSignatureIsMadeInAnyCaseSinceNothingIsCommittedWithoutIt() {
        long fitting = commitUntilBusy(100_000);

        assertEquals(fitting + 1, fixture.store.sign().orElseThrow().seqno());
    }

    @Test
    void ofSmallEntriesTheStatesTheyKeepCountToo() {
        long fitting = commitUntilBusy(1);

        long bytesEach = LIMIT / fitting;
        assertTrue(bytesEach >= 1500, "an entry on the heap takes more than " + bytesEach);
    }

    @Test
    void oneTransactionMayBeLargerThanTheLimit() {
        assertInstanceOf(CommitResult.Committed.class, fixture.store.commit(write(2 * LIMIT)));
        assertInstanceOf(CommitResult.Busy.class, fixture.store.commit(write(1)));
    }

    @Test
    void aTransactionThatFitsNoEntryIsRefusedAndTheStoreGoesOn() {
        Bytes large = Bytes.wrap(new byte[MapHandle.BYTES_MAX]);
        Transaction tx = fixture.store.begin();
        for (int i = 0; i < 32; i++) {
            tx.map("records").put(Bytes.utf8("key " + i), large);
        }

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> fixture.store.commit(tx));

        assertTrue(refused.toString().contains("too large for the ledger"), refused::toString);
        assertEquals(new TxId(StoreFixture.VIEW, 1), fixture.put("records", "a", "1"));
    }
}
