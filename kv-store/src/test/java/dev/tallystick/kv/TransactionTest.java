package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

class TransactionTest {
    private static final String MAP = "public:letters";

    private final StoreFixture fixture = StoreFixture.primary();
    private final Store store = fixture.store;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void readsSeeOwnWritesAndRemovals() {
        fixture.put(MAP, "a", "old");
        MapHandle map = store.begin().map(MAP);
        map.put(Bytes.utf8("a"), Bytes.utf8("new"));
        map.put(Bytes.utf8("b"), Bytes.EMPTY);
        map.remove(Bytes.utf8("b"));

        assertEquals("new", map.get(Bytes.utf8("a")).orElseThrow().utf8());
        assertFalse(map.has(Bytes.utf8("b")));
        assertEquals(1, map.size());
    }

    @Test
    void emptyKeysAndValuesAreKeysAndValues() {
        fixture.write(tx -> tx.map(MAP).put(Bytes.EMPTY, Bytes.EMPTY));

        assertEquals(Bytes.EMPTY, store.begin().map(MAP).get(Bytes.EMPTY).orElseThrow());
    }

    @Test
    void aTransactionKeepsReadingTheStateItBeganWith() {
        fixture.put(MAP, "a", "1");
        Transaction tx = store.begin();
        fixture.put(MAP, "a", "2");

        assertEquals("1", tx.map(MAP).get(Bytes.utf8("a")).orElseThrow().utf8());
        assertEquals(new TxId(2, 1), tx.readTxId());
    }

    @Test
    void anEmptyTransactionHasNoIdAndAReadingOneHasThatOfItsState() {
        fixture.put(MAP, "a", "1");
        Transaction untouched = store.begin();
        Transaction reading = store.begin();
        reading.map("other");

        assertEquals(new CommitResult.ReadOnly(null), store.commit(untouched));
        assertEquals(new CommitResult.ReadOnly(new TxId(2, 1)), store.commit(reading));
        assertEquals(new TxId(2, 1), store.lastTxId());
    }

    @Test
    void theVersionOfAKeyIsTheSeqnoThatWroteItWhateverThisTransactionWrites() {
        fixture.put(MAP, "a", "1");
        fixture.put(MAP, "b", "1");
        MapHandle map = store.begin().map(MAP);
        map.put(Bytes.utf8("a"), Bytes.utf8("own"));

        assertEquals(OptionalLong.of(1), map.versionOfPreviousWrite(Bytes.utf8("a")));
        assertEquals(OptionalLong.of(2), map.versionOfPreviousWrite(Bytes.utf8("b")));
        assertEquals(OptionalLong.empty(), map.versionOfPreviousWrite(Bytes.utf8("c")));
    }

    @Test
    void forEachVisitsUntouchedEntriesFirstAndIgnoresWhatTheVisitorDoes() {
        fixture.write(tx -> putAll(tx, "a", "b", "c", "d"));
        MapHandle map = store.begin().map(MAP);
        map.put(Bytes.utf8("a"), Bytes.utf8("own"));
        map.put(Bytes.utf8("0"), Bytes.utf8("own"));
        map.remove(Bytes.utf8("c"));
        List<String> visited = new ArrayList<>();
        map.forEach(
                (key, value) -> {
                    visited.add(key.utf8() + "=" + value.utf8());
                    map.remove(Bytes.utf8("d"));
                    map.put(Bytes.utf8("x"), Bytes.EMPTY);
                    return true;
                });

        assertEquals(List.of("b=b", "d=d", "0=own", "a=own"), visited);
        assertTrue(map.has(Bytes.utf8("x")));
        assertFalse(map.has(Bytes.utf8("d")));
    }

    @Test
    void walksMergeOwnWritesInKeyOrder() {
        fixture.write(tx -> putAll(tx, "a", "b", "ba", "bb", "c", "d"));
        MapHandle map = store.begin().map(MAP);
        map.put(Bytes.utf8("b0"), Bytes.utf8("own"));
        map.put(Bytes.utf8("c"), Bytes.utf8("own"));
        map.remove(Bytes.utf8("ba"));

        assertEquals("b,b0,bb", keys(visit -> map.prefix(Bytes.utf8("b"), visit)));
        assertEquals(
                "b,b0,bb,c", keys(visit -> map.range(Bytes.utf8("b"), Bytes.utf8("d"), visit)));
        assertEquals("d,c,bb,b0,b,a", keys(visit -> map.descending(KeyRange.all(), visit)));
        assertEquals("", keys(visit -> map.range(Bytes.utf8("d"), Bytes.utf8("b"), visit)));
        assertEquals("a", map.first().orElseThrow().getKey().utf8());
        assertEquals("d", map.last().orElseThrow().getKey().utf8());
    }

    @Test
    void clearRecordsARemovalOfEveryVisibleKey() {
        fixture.write(tx -> putAll(tx, "a", "b"));
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("own"), Bytes.EMPTY);
        tx.map(MAP).clear();

        assertEquals(3, tx.writeSet().map(MAP).orElseThrow().removals().size());
        assertEquals(0, tx.map(MAP).size());
        assertInstanceOf(CommitResult.Committed.class, store.commit(tx));
        assertEquals(0, store.begin().map(MAP).size());
    }

    @Test
    void aRemovalOfAnAbsentKeyIsStillAnEntry() {
        assertEquals(new TxId(2, 1), fixture.write(tx -> tx.map(MAP).remove(Bytes.utf8("a"))));
    }

    @Test
    void anOverwrittenReadIsAConflictAndABlindWriteIsNot() {
        fixture.put(MAP, "a", "1");
        Transaction reader = store.begin();
        reader.map(MAP).get(Bytes.utf8("a"));
        reader.map("other").put(Bytes.utf8("x"), Bytes.EMPTY);
        Transaction blind = store.begin();
        blind.map(MAP).put(Bytes.utf8("a"), Bytes.utf8("3"));
        fixture.put(MAP, "a", "2");

        assertEquals(new CommitResult.Conflict(), store.commit(reader));
        assertInstanceOf(CommitResult.Committed.class, store.commit(blind));
    }

    @Test
    void anAbsentKeyThatAppearsIsAConflict() {
        Transaction tx = store.begin();
        tx.map(MAP).has(Bytes.utf8("a"));
        tx.map(MAP).put(Bytes.utf8("b"), Bytes.EMPTY);
        fixture.put(MAP, "a", "1");

        assertEquals(new CommitResult.Conflict(), store.commit(tx));
    }

    @Test
    void aWalkThatStoppedEarlyDependsOnlyOnWhatItSaw() {
        fixture.write(tx -> putAll(tx, "a", "c", "e"));
        Transaction stopsAtC = store.begin();
        stopsAtC.map(MAP).forEach((key, value) -> !key.utf8().equals("c"));
        stopsAtC.map(MAP).put(Bytes.utf8("x"), Bytes.EMPTY);
        Transaction seesAll = store.begin();
        seesAll.map(MAP).forEach((key, value) -> true);
        seesAll.map(MAP).put(Bytes.utf8("x"), Bytes.EMPTY);
        fixture.put(MAP, "d", "phantom");

        assertEquals(new CommitResult.Conflict(), store.commit(seesAll));
        assertInstanceOf(CommitResult.Committed.class, store.commit(stopsAtC));
    }

    @Test
    void anExceptionFromAVisitorStillLeavesTheReadBehind() {
        fixture.write(tx -> putAll(tx, "a", "c"));
        Transaction tx = store.begin();
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        tx.map(MAP)
                                .forEach(
                                        (key, value) -> {
                                            throw new IllegalArgumentException("from the script");
                                        }));
        tx.map("other").put(Bytes.utf8("x"), Bytes.EMPTY);
        fixture.put(MAP, "a", "changed");

        assertEquals(new CommitResult.Conflict(), store.commit(tx));
    }

    @Test
    void whatIsReadAfterARefusedCommitCountsFromTheBeginning() {
        StoreOptions options = BothModes.options().withUncommittedBytesMax(1);
        try (StoreFixture small = StoreFixture.primary(options)) {
            small.put(MAP, "a", "1");
            small.sink.awaitSeqno(1);
            small.store.compact(1);
            Transaction tx = small.store.begin();
            tx.map(MAP).has(Bytes.utf8("unchanged"));
            tx.map("other").put(Bytes.utf8("x"), Bytes.EMPTY);
            small.put(MAP, "a", "2");
            assertEquals(new CommitResult.Busy(), small.store.commit(tx));
            small.sink.awaitSeqno(2);
            small.store.compact(2);

            assertEquals("1", tx.map(MAP).get(Bytes.utf8("a")).orElseThrow().utf8());
            assertEquals(new CommitResult.Conflict(), small.store.commit(tx));
        }
    }

    @Test
    void aTransactionOfAnOlderViewIsNotReplicated() {
        fixture.put(MAP, "a", "1");
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("b"), Bytes.EMPTY);
        store.becomePrimary(3);

        assertEquals(new CommitResult.NotPrimary(), store.commit(tx));
        assertEquals(new TxId(3, 2), fixture.put(MAP, "c", "1"));
    }

    @Test
    void aBackupCommitsNothing() {
        store.becomeBackup();
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("b"), Bytes.EMPTY);

        assertEquals(new CommitResult.NotPrimary(), store.commit(tx));
    }

    @Test
    void misuseIsRefused() {
        Transaction over = store.begin();
        over.map(MAP).put(Bytes.utf8("a"), Bytes.EMPTY);
        store.commit(over);
        Transaction committed = store.readCommitted();

        assertThrows(IllegalStateException.class, () -> over.map(MAP).get(Bytes.utf8("a")));
        assertThrows(IllegalStateException.class, () -> store.commit(over));
        assertThrows(
                IllegalStateException.class,
                () -> committed.map(MAP).put(Bytes.utf8("a"), Bytes.EMPTY));
        assertThrows(
                IllegalStateException.class,
                () -> store.begin().map(TableNames.SIGNATURES).remove(Bytes.EIGHT_ZEROS));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        store.begin()
                                .map(MAP)
                                .put(Bytes.EMPTY, Bytes.wrap(new byte[MapHandle.BYTES_MAX + 1])));
    }

    @Test
    void aTransactionGivesTheSameHandleEachTime() {
        Transaction tx = store.begin();

        assertSame(tx.map(MAP), tx.map(MAP));
    }

    private static void putAll(Transaction tx, String... keys) {
        for (String key : keys) {
            tx.map(MAP).put(Bytes.utf8(key), Bytes.utf8(key));
        }
    }

    private static String keys(java.util.function.Consumer<BiPredicate<Bytes, Bytes>> walk) {
        List<String> keys = new ArrayList<>();
        walk.accept((key, value) -> keys.add(key.utf8()));
        return String.join(",", keys);
    }

    @Test
    void aBodyRunsAgainUntilItDoesNotConflict() {
        AtomicInteger runs = new AtomicInteger();
        CommitResult result =
                store.run(
                        tx -> {
                            int before = tx.map(MAP).size();
                            if (runs.incrementAndGet() < 3) {
                                fixture.put(MAP, "other " + runs, "x");
                            }
                            tx.map(MAP).put(Bytes.utf8("size"), Bytes.utf8("" + before));
                        });

        assertInstanceOf(CommitResult.Committed.class, result);
        assertEquals(3, runs.get());
        assertEquals("2", fixture.get(MAP, "size"));
    }

    @Test
    void aConflictIsFinalAfterThirtyRuns() {
        AtomicInteger runs = new AtomicInteger();
        CommitResult result =
                store.run(
                        tx -> {
                            tx.map(MAP).get(Bytes.utf8("contended"));
                            fixture.put(MAP, "contended", "" + runs.incrementAndGet());
                            tx.map(MAP).put(Bytes.utf8("own"), Bytes.EMPTY);
                        });

        assertEquals(new CommitResult.Conflict(), result);
        assertEquals(30, runs.get());
        assertEquals("-", fixture.get(MAP, "own"));
    }
}
