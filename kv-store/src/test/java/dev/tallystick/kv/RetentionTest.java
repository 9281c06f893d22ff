package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

class RetentionTest {
    private static final String MAP = "public:log";

    private final StoreFixture fixture = StoreFixture.primary();
    private final Store store = fixture.store;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void localHooksRunBeforeTheSinkAndGlobalHooksInsideCompactionBothInOrder() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        store.onLocal(MAP, (seqno, writes) -> events.add("local " + seqno));
        store.onLocal(TableNames.SIGNATURES, (seqno, writes) -> events.add("signed " + seqno));
        store.onGlobal(
                MAP, (seqno, writes) -> events.add("global " + seqno + " " + writes.writes()));
        store.onGlobal(TableNames.TREE, (seqno, writes) -> events.add("global tree " + seqno));
        fixture.put(MAP, "a", "1");
        fixture.put("other", "a", "1");
        fixture.put(MAP, "b", "3");
        fixture.sink.awaitSeqno(store.sign().orElseThrow().seqno());
        fixture.put(MAP, "c", "5");
        fixture.sink.awaitSeqno(5);
        store.compact(4);
        store.compact(4);
        store.compact(2);

        assertEquals(
                List.of(
                        "local 1",
                        "local 3",
                        "signed 4",
                        "local 5",
                        "global 1 {a=1}",
                        "global 3 {b=3}",
                        "global tree 4"),
                events);
        assertEquals(4, store.compactedSeqno());
    }

    @Test
    void aFailingLocalHookStopsTheStore() {
        IllegalStateException cause = new IllegalStateException("a local hook");
        store.onLocal(
                MAP,
                (seqno, writes) -> {
                    throw cause;
                });
        fixture.put(MAP, "a", "1");

        assertSame(cause, fixture.sink.awaitFailure());
        assertThrows(StoreFailedException.class, () -> fixture.put(MAP, "a", "2"));
    }

    @Test
    void aFailingGlobalHookStopsTheStore() {
        IllegalStateException cause = new IllegalStateException("a global hook");
        store.onGlobal(
                MAP,
                (seqno, writes) -> {
                    throw cause;
                });
        fixture.put(MAP, "a", "1");
        fixture.sink.awaitSeqno(1);

        assertSame(cause, assertThrows(IllegalStateException.class, () -> store.compact(1)));
        assertThrows(StoreFailedException.class, () -> fixture.put(MAP, "a", "2"));
        assertEquals("1", fixture.get(MAP, "a"));
    }

    @Test
    void readCommittedIsTheStateOfTheLastCompaction() {
        fixture.put(MAP, "a", "1");
        fixture.sink.awaitSeqno(1);
        store.compact(1);
        fixture.put(MAP, "a", "2");
        Transaction committed = store.readCommitted();
        MapHandle latest = store.begin().map(MAP);

        assertEquals("1", committed.map(MAP).get(Bytes.utf8("a")).orElseThrow().utf8());
        assertEquals(new TxId(2, 1), committed.readTxId());
        assertEquals("2", latest.get(Bytes.utf8("a")).orElseThrow().utf8());
        assertEquals("1", latest.getCommitted(Bytes.utf8("a")).orElseThrow().utf8());
    }

    @Test
    void aRollbackUndoesStateQueueTreeAndSecrets() {
        store.onLocal(
                "public:rekey", (seqno, writes) -> store.addSecret(LedgerSecret.random(seqno + 1)));
        fixture.put(MAP, "a", "1");
        fixture.put("public:rekey", "x", "2");
        fixture.sink.awaitSeqno(2);
        fixture.sink.hold();
        fixture.put(MAP, "a", "3");
        fixture.sink.awaitHeldPipeline();
        fixture.put(MAP, "a", "4");
        store.sign();
        store.rollback(new TxId(2, 1), 3);
        fixture.sink.truncate(1, 3);
        fixture.sink.release();

        assertEquals("1", fixture.get(MAP, "a"));
        assertEquals(new TxId(2, 1), store.lastTxId());
        assertEquals(1, store.unsignedCount());
        assertEquals(fixture.secret, store.secrets().latest());
        assertEquals(new TxId(3, 2), fixture.put(MAP, "a", "new"));
        assertEquals(new TxId(3, 3), store.sign().orElseThrow());
        List<PipelineEntry> entries = fixture.sink.awaitSeqno(3);
        MerkleTree tree = new MerkleTree();
        tree.append(entries.get(0).leaf());
        tree.append(entries.get(1).leaf());
        assertEquals(3, entries.size());
        assertEquals(tree.root().hex(), signedRoot());
    }

    @Test
    void aRollbackToARekeyKeepsTheSecretOfTheNextEntry() {
        LedgerSecret next = LedgerSecret.random(2);
        store.onLocal("public:rekey", (seqno, writes) -> store.addSecret(next));
        fixture.put("public:rekey", "x", "1");
        fixture.put(MAP, "a", "2");
        fixture.sink.awaitSeqno(2);
        store.rollback(new TxId(2, 1), 3);

        assertEquals(next, store.secrets().latest());
    }

    @Test
    void aRollbackFailsTransactionsBegunBeforeEvenIfNothingIsRemoved() {
        fixture.put(MAP, "a", "1");
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("b"), Bytes.EMPTY);
        store.rollback(new TxId(2, 1), 3);

        assertEquals(new CommitResult.NotPrimary(), store.commit(tx));
        assertEquals(new TxId(3, 2), fixture.put(MAP, "c", "1"));
    }

    @Test
    void anEntryIsNeverMadeTwiceInOneView() {
        fixture.put(MAP, "a", "1");
        fixture.put(MAP, "a", "2");

        assertThrows(IllegalStateException.class, () -> store.rollback(new TxId(2, 1), 2));
        store.becomeBackup();
        store.rollback(new TxId(2, 1), 2);
        assertThrows(IllegalStateException.class, () -> store.becomePrimary(2));
        store.becomePrimary(3);
        assertEquals(new TxId(3, 2), fixture.put(MAP, "a", "3"));
    }

    @Test
    void aRollbackBelowTheLastCompactionIsRefused() {
        fixture.put(MAP, "a", "1");
        fixture.put(MAP, "a", "2");
        fixture.sink.awaitSeqno(2);
        store.compact(2);

        assertThrows(IllegalStateException.class, () -> store.rollback(new TxId(2, 1), 3));
        assertThrows(IllegalStateException.class, () -> store.rollback(new TxId(2, 3), 3));
        assertEquals("2", fixture.get(MAP, "a"));
    }

    @Test
    void compactionWaitsForThePipelineToHaveMadeTheEntry() {
        fixture.sink.hold();
        fixture.put(MAP, "a", "1");
        fixture.sink.awaitHeldPipeline();
        store.sign();

        assertThrows(IllegalStateException.class, () -> store.compact(2));
        assertEquals(0, store.compactedSeqno());
    }

    @Test
    void theTreeIsFlushedOnceCompactionHasPassed() {
        for (int i = 0; i < 10; i++) {
            fixture.put(MAP, "a", "" + i);
        }
        fixture.sink.awaitSeqno(10);
        store.compact(8);
        TxId signature = store.sign().orElseThrow();
        fixture.sink.awaitSeqno(signature.seqno());

        byte[] tree =
                store.begin().map(TableNames.TREE).get(Bytes.EIGHT_ZEROS).orElseThrow().toArray();
        assertEquals(8, MerkleTree.load(tree).firstLeaf());
        assertEquals(signature.seqno(), MerkleTree.load(tree).size());
        assertEquals(MerkleTree.load(tree).root().hex(), signedRoot());
    }

    @Test
    void aRootOfEntriesThatAreRolledBackIsCancelled() {
        fixture.sink.hold();
        fixture.put(MAP, "a", "1");
        fixture.sink.awaitHeldPipeline();
        fixture.put(MAP, "a", "2");
        CompletableFuture<Digest> root = store.beginWithRoot().root();
        store.rollback(new TxId(2, 1), 3);

        assertThrows(CancellationException.class, root::join);
    }

    private String signedRoot() {
        return store.begin().map(TableNames.SIGNATURES).get(Bytes.EIGHT_ZEROS).orElseThrow().utf8();
    }
}
