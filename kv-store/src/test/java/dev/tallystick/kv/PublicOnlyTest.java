package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A store that reads public maps first and gets the private ones later (spec 01, 6.7). */
class PublicOnlyTest {
    private static final String MAP = "public:log";
    private static final String PRIVATE = "log";
    private static final SignatureVerifier ANY = (entry, root, before) -> {};

    private final StoreFixture primary = StoreFixture.primary();
    private final LedgerSecrets secrets = LedgerSecrets.of(primary.secret);
    private final List<Store> stores = new ArrayList<>();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        primary.close();
        stores.forEach(Store::close);
    }

    private Store publicOnly(LedgerSecrets known) {
        Store store = new Store(BothModes.options(), known, StoreFixture::rootInClear, sink);
        stores.add(store);
        store.transfer().setPublicOnly();
        return store;
    }

    /** Entries 1 to {@code count}: public and private writes and removals, signatures. */
    private List<byte[]> entries(int count, Random random) {
        for (int i = 1; i <= count; i++) {
            Bytes key = Bytes.utf8("key" + random.nextInt(10));
            Bytes value = Bytes.utf8("value" + i);
            switch (random.nextInt(5)) {
                case 0 -> primary.write(tx -> tx.map(PRIVATE + random.nextInt(3)).remove(key));
                case 1 -> primary.write(tx -> tx.map(PRIVATE + random.nextInt(3)).put(key, value));
                case 2 -> primary.write(tx -> tx.map(MAP).put(key, value));
                case 3 ->
                        primary.write(
                                tx -> {
                                    tx.map(MAP).put(key, value);
                                    tx.map(PRIVATE).put(key, value);
                                });
                default -> assertTrue(primary.store.signAnyway().isPresent());
            }
        }
        List<byte[]> entries = new ArrayList<>();
        primary.sink.awaitSeqno(count).forEach(entry -> entries.add(entry.bytes()));
        return entries;
    }

    private static void apply(Store store, List<byte[]> entries) {
        entries.forEach(entry -> store.apply(entry, ANY));
    }

    private static PrivateReplay replayed(PrivateReplay replay, List<byte[]> entries) {
        entries.forEach(replay::apply);
        return replay;
    }

    @Test
    void aRecoveringPrimaryWritesPublicMapsOnlyUntilThePrivateOnesAreThere() {
        List<byte[]> entries = entries(40, new Random(1));
        LedgerSecret own = LedgerSecret.random(41);
        Store store = publicOnly(LedgerSecrets.of(own));
        apply(store, entries);
        store.compact(40);
        store.becomePrimary(4);
        assertInstanceOf(CommitResult.Committed.class, commit(store, MAP));
        assertTrue(store.sign().isPresent());

        Transaction refused = store.begin();
        refused.map(MAP).put(Bytes.EMPTY, Bytes.EMPTY);
        refused.map(PRIVATE).put(Bytes.EMPTY, Bytes.EMPTY);
        var e = assertThrows(IllegalStateException.class, () -> store.commit(refused));
        assertTrue(String.valueOf(e.getMessage()).contains(PRIVATE), e.getMessage());
        sink.awaitSeqno(42);
        assertEquals(new TxId(4, 42), store.lastTxId());
        assertThrows(
                IllegalStateException.class,
                () -> store.transfer().snapshot(42, List.of(1L, 1L, 41L, 41L)));

        PrivateReplay replay = replayed(store.transfer().privateReplay(secrets), entries);
        sink.awaitSeqno(42).forEach(entry -> replay.apply(entry.bytes())); // under its own secret
        assertTrue(store.transfer().installPrivate(replay));
        assertEquals(
                StoreContent.of(primary.store).privateMaps(), StoreContent.of(store).privateMaps());
        assertEquals(List.of(primary.secret, own), store.secrets().oldestFirst());
        assertInstanceOf(CommitResult.Committed.class, commit(store, PRIVATE));
        assertEquals(
                new TxId(4, 42), store.transfer().snapshot(42, List.of(1L, 1L, 41L, 41L)).txId());
    }

    private static CommitResult commit(Store store, String map) {
        Transaction tx = store.begin();
        tx.map(map).put(Bytes.utf8("ours"), Bytes.EMPTY);
        return store.commit(tx);
    }

    @Test
    void everyStateThatMayBeRolledBackToGetsThePrivateMapsItHad() {
        Seeds.forEach(
                20,
                random -> {
                    List<byte[]> entries = entries(60, random);
                    int committed = random.nextInt(60);
                    Store full = fullBackup();
                    Store store = publicOnly(LedgerSecrets.NONE);
                    PrivateReplay replay = store.transfer().privateReplay(secrets);
                    for (Store each : List.of(full, store)) {
                        apply(each, entries);
                    }
                    int early = random.nextInt(60);
                    replayed(replay, entries.subList(0, early));
                    full.compact(committed);
                    store.compact(committed);
                    replayed(replay, entries.subList(early, 60));
                    assertTrue(store.transfer().installPrivate(replay));
                    assertEquals(StoreContent.of(full), StoreContent.of(store));
                    for (int to = 59; to >= committed; to--) {
                        TxId id = to == 0 ? TxId.NONE : new TxId(2, to);
                        full.rollback(id, 3);
                        store.rollback(id, 3);
                        assertEquals(StoreContent.of(full), StoreContent.of(store));
                    }
                    primary.store.rollback(TxId.NONE, primary.store.view() + 1);
                    primary.sink.truncate(0, primary.store.view());
                });
    }

    private Store fullBackup() {
        Store store =
                new Store(
                        BothModes.options(),
                        secrets,
                        StoreFixture::rootInClear,
                        new RecordingSink());
        stores.add(store);
        return store;
    }

    @Test
    void aReplayThatIsBehindPrivateWritesOrTheCommitIsNotInstalledYet() {
        primary.put(PRIVATE, "a", "1");
        primary.put(MAP, "a", "2");
        primary.put(PRIVATE, "a", "3");
        primary.put(MAP, "a", "4");
        List<byte[]> entries = new ArrayList<>();
        primary.sink.awaitSeqno(4).forEach(entry -> entries.add(entry.bytes()));
        Store store = publicOnly(LedgerSecrets.NONE);
        apply(store, entries);
        PrivateReplay replay = store.transfer().privateReplay(secrets);

        replayed(replay, entries.subList(0, 2));
        assertFalse(store.transfer().installPrivate(replay));
        replay.apply(entries.get(2));
        store.compact(4);
        assertFalse(store.transfer().installPrivate(replay));
        assertTrue(store.transfer().isPublicOnly());
        replay.apply(entries.get(3));
        assertTrue(store.transfer().installPrivate(replay));
        assertThrows(IllegalStateException.class, () -> store.transfer().installPrivate(replay));
        assertEquals(StoreContent.of(primary.store), StoreContent.of(store));
    }

    @Test
    void aReplayThatBeginsAfterTheLastCommitWaitsForTheStoreToComeThere(@TempDir Path folder)
            throws IOException {
        primary.put(PRIVATE, "a", "1");
        TxId signature = primary.store.sign().orElseThrow();
        primary.put(PRIVATE, "a", "3");
        List<byte[]> entries = new ArrayList<>();
        primary.sink.awaitSeqno(3).forEach(entry -> entries.add(entry.bytes()));
        Store store = publicOnly(LedgerSecrets.NONE);
        apply(store, entries);
        store.compact(1);

        PrivateReplay replay;
        try (SnapshotFile file =
                        primary.store
                                .transfer()
                                .snapshot(signature.seqno(), List.of(1L, 1L))
                                .write(folder);
                SnapshotReader snapshot = SnapshotReader.open(folder.resolve("snapshot_2.part"))) {
            assertTrue(file.written().size() > 0);
            replay = store.transfer().privateReplay(secrets, snapshot);
        }
        replay.apply(entries.get(2));
        assertFalse(store.transfer().installPrivate(replay));
        assertTrue(store.transfer().isPublicOnly());
        assertThrows(IllegalStateException.class, () -> replay.rollback(new TxId(2, 1)));
        store.compact(2);
        assertTrue(store.transfer().installPrivate(replay));
        assertEquals(StoreContent.of(primary.store), StoreContent.of(store));
    }

    @Test
    void privateWritesThatWereRolledBackAreNotWaitedFor() {
        List<byte[]> entries = entries(10, new Random(4));
        primary.put(PRIVATE, "lost", "11");
        byte[] lost = primary.sink.awaitSeqno(11).getLast().bytes();
        Store store = publicOnly(LedgerSecrets.NONE);
        apply(store, entries);
        store.apply(lost, ANY);
        PrivateReplay replay = replayed(store.transfer().privateReplay(secrets), entries);
        replay.apply(lost);
        store.rollback(new TxId(2, 10), 3);

        assertThrows(IllegalStateException.class, () -> store.transfer().installPrivate(replay));
        replay.rollback(new TxId(2, 10));
        assertTrue(store.transfer().installPrivate(replay));
        primary.store.rollback(new TxId(2, 10), 3);
        assertEquals(StoreContent.of(primary.store), StoreContent.of(store));
    }

    @Test
    void aReplayOfAnotherLedgerOrWithOtherSecretsChangesNothing() {
        List<byte[]> entries = entries(20, new Random(2));
        Store store = publicOnly(LedgerSecrets.of(LedgerSecret.random(30)));
        apply(store, entries);
        StoreFixture other = StoreFixture.primary();
        for (int i = 0; i < 20; i++) {
            other.put(PRIVATE, "a", "b");
        }
        PrivateReplay foreign = store.transfer().privateReplay(LedgerSecrets.of(other.secret));
        other.sink.awaitSeqno(20).forEach(entry -> foreign.apply(entry.bytes()));
        assertThrows(
                IllegalArgumentException.class,
                () -> store.transfer().privateReplay(secrets.with(LedgerSecret.random(30))));
        LedgerSecret late = LedgerSecret.random(40);
        PrivateReplay contradicting =
                replayed(store.transfer().privateReplay(secrets.with(late)), entries);
        store.giveSecrets(LedgerSecrets.of(LedgerSecret.random(40)));
        StoreContent content = StoreContent.of(store);
        State state = store.begin().base();

        assertThrows(LedgerFormatException.class, () -> store.transfer().installPrivate(foreign));
        assertThrows(
                IllegalArgumentException.class,
                () -> store.transfer().installPrivate(contradicting));
        assertSame(state, store.begin().base());
        assertEquals(content, StoreContent.of(store));
        assertTrue(store.transfer().isPublicOnly());
        other.close();
    }

    @Test
    void aReplayRefusesWhatItCannotReadAndGoesOn() {
        List<byte[]> entries = entries(20, new Random(3));
        Store store = publicOnly(LedgerSecrets.NONE);
        apply(store, entries);
        PrivateReplay replay = store.transfer().privateReplay(secrets);
        replayed(replay, entries.subList(0, 10));
        byte[] next = entries.get(10);
        byte[] damaged = next.clone();
        damaged[10] ^= 1;

        refuses(replay, r -> r.apply(damaged));
        refuses(replay, r -> r.apply(entries.get(9)));
        refuses(replay, r -> r.apply(entries.get(11)));
        refuses(
                store.transfer().privateReplay(LedgerSecrets.of(LedgerSecret.random(5))),
                r -> r.apply(entries.getFirst()));
        replayed(replay, entries.subList(10, 20));
        assertTrue(store.transfer().installPrivate(replay));
        assertEquals(StoreContent.of(primary.store), StoreContent.of(store));
    }

    private static void refuses(PrivateReplay replay, Consumer<PrivateReplay> step) {
        TxId last = replay.last();
        assertThrows(LedgerFormatException.class, () -> step.accept(replay));
        assertEquals(last, replay.last());
    }

    @Test
    void onlyAnEmptyStoreCanBeginWithPublicMapsOnly() {
        primary.put(MAP, "a", "1");
        assertThrows(IllegalStateException.class, () -> primary.store.transfer().setPublicOnly());
    }
}
