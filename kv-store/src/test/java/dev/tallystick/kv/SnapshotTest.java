package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Snapshots of a store that goes on meanwhile, and stores that begin with one. */
class SnapshotTest {
    private static final String MAP = "public:log";
    private static final String PRIVATE = "log";
    private static final List<Long> VIEWS = List.of(1L, 1L);
    private static final int ROWS = 20_000;

    @TempDir Path directory;

    private final StoreFixture primary = StoreFixture.primary();
    private final List<Store> stores = new ArrayList<>();

    @AfterEach
    void close() {
        primary.close();
        stores.forEach(Store::close);
    }

    /** Entries 1 to 3, of which the last is a signature. */
    private long writeSome() {
        primary.put(MAP, "a", "1");
        primary.write(
                tx -> {
                    for (int i = 0; i < ROWS; i++) {
                        tx.map(PRIVATE).put(Bytes.utf8("key" + i), Bytes.utf8("value" + i));
                    }
                });
        long seqno = primary.store.sign().orElseThrow().seqno();
        primary.sink.awaitSeqno(seqno);
        return seqno;
    }

    private StoreSnapshot snapshot(long seqno) {
        return primary.store.transfer().snapshot(seqno, VIEWS);
    }

    private Path written(StoreSnapshot snapshot, String name) throws IOException {
        try (SnapshotFile file = snapshot.write(directory)) {
            assertTrue(file.written().size() > 0);
            Path part = directory.resolve("snapshot_" + snapshot.txId().seqno() + ".part");
            return Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Store empty() {
        Store store =
                new Store(
                        BothModes.options(),
                        LedgerSecrets.of(primary.secret),
                        StoreFixture::rootInClear,
                        new RecordingSink());
        stores.add(store);
        return store;
    }

    private static void restore(Store store, Path file) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            store.transfer().restore(reader);
        }
    }

    @Test
    void writersRollbackCompactionAndEvenClosingDoNotTouchASnapshotThatIsBeingWritten()
            throws Exception {
        long seqno = writeSome();
        byte[] expected = Files.readAllBytes(written(snapshot(seqno), "quiet"));
        StoreSnapshot snapshot = snapshot(seqno);
        AtomicBoolean isEnough = new AtomicBoolean();
        FutureTask<Integer> writing =
                started(
                        () -> {
                            int times = 0;
                            while (!isEnough.get() || times == 0) {
                                Path file = written(snapshot, "busy" + times);
                                assertArrayEquals(expected, Files.readAllBytes(file));
                                Files.delete(file);
                                times++;
                            }
                            return times;
                        });

        for (int i = 0; i < 300; i++) {
            int number = i;
            primary.write(tx -> tx.map(PRIVATE).put(Bytes.utf8("key" + number), Bytes.EMPTY));
        }
        primary.store.sign();
        primary.store.rollback(new TxId(2, seqno + 100), 3);
        primary.sink.truncate(seqno + 100, 3);
        primary.write(tx -> tx.map(PRIVATE).clear());
        long last = primary.store.sign().orElseThrow().seqno();
        primary.sink.awaitSeqno(last);
        primary.store.compact(last);
        primary.store.close();
        isEnough.set(true);

        assertTrue(writing.get(30, TimeUnit.SECONDS) > 0);
    }

    private static <T> FutureTask<T> started(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void onlySignaturesThatHaveBeenMadeCanBeSnapshots() {
        long seqno = writeSome();
        primary.put(MAP, "b", "2");
        primary.sink.awaitSeqno(seqno + 1);
        primary.sink.hold();
        primary.put(MAP, "c", "3");
        primary.sink.awaitHeldPipeline();
        long reserved = primary.store.sign().orElseThrow().seqno();

        for (long other : new long[] {0, 1, seqno + 1, reserved, reserved + 1}) {
            assertThrows(IllegalStateException.class, () -> snapshot(other));
        }
        assertThrows(
                IllegalStateException.class,
                () -> primary.store.transfer().snapshot(seqno, List.of(1L)));
        primary.store.compact(seqno);
        assertEquals(new TxId(2, seqno), snapshot(seqno).txId());
        primary.sink.release();
        primary.sink.awaitSeqno(reserved);
        primary.store.compact(reserved);
        assertThrows(IllegalStateException.class, () -> snapshot(seqno));
        assertEquals(new TxId(2, reserved), snapshot(reserved).txId());
    }

    @Test
    void emptiedMapsAreKeptAndAMapThatNeverHadAKeyHasVersionZero() throws IOException {
        primary.put(PRIVATE, "a", "1");
        primary.write(tx -> tx.map(PRIVATE).remove(Bytes.utf8("a")));
        primary.write(tx -> tx.map(PRIVATE).remove(Bytes.utf8("a")));
        primary.write(tx -> tx.map(MAP).remove(Bytes.utf8("a")));
        long seqno = primary.store.sign().orElseThrow().seqno();
        primary.sink.awaitSeqno(seqno);
        Store restored = empty();
        restore(restored, written(snapshot(seqno), "emptied"));

        List<String> maps = new ArrayList<>();
        StoreContent.of(restored)
                .maps()
                .forEach(map -> maps.add(map.name() + "@" + map.version() + map.rows().size()));
        assertEquals(
                List.of(
                        PRIVATE + "@20",
                        TableNames.SIGNATURES + "@51",
                        TableNames.TREE + "@51",
                        MAP + "@00"),
                maps);
        assertEquals(StoreContent.of(primary.store), StoreContent.of(restored));
    }

    @Test
    void hooksAreShownTheContentOfAMapAtItsVersionWhenAsked() throws IOException {
        long seqno = writeSome();
        Path file = written(snapshot(seqno), "file");
        Store restored = empty();
        List<String> shown = new ArrayList<>();
        restored.onLocal(MAP, (at, writes) -> shown.add("local " + at + " " + writes.writes()));
        restored.onGlobal(MAP, (at, writes) -> shown.add("global " + at + " " + writes.writes()));
        restored.onGlobal(PRIVATE, (at, writes) -> shown.add(at + " " + writes.writes().size()));
        restored.onGlobal("absent", (at, writes) -> shown.add("absent"));
        restore(restored, file);
        assertEquals(List.of(), shown);

        for (String map : List.of(MAP, PRIVATE, "absent", TableNames.TREE)) {
            restored.transfer().showToHooks(map);
        }
        assertEquals(List.of("local 1 {a=1}", "global 1 {a=1}", "2 " + ROWS), shown);

        restored.becomePrimary(3);
        Transaction tx = restored.begin();
        tx.map(MAP).put(Bytes.utf8("b"), Bytes.EMPTY);
        restored.commit(tx);
        assertThrows(IllegalStateException.class, () -> restored.transfer().showToHooks(MAP));
    }

    @Test
    void aSnapshotThatIsNotAuthenticOrNotOfOursChangesNothing() throws IOException {
        Path file = written(snapshot(writeSome()), "file");
        byte[] bytes = Files.readAllBytes(file);
        Store store = empty();
        StoreContent content = StoreContent.of(store);
        for (int at = 0; at < bytes.length; at += 997) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Path bad = Files.write(directory.resolve("bad"), damaged);
            assertThrows(LedgerFormatException.class, () -> restore(store, bad), "byte " + at);
        }
        Store foreign =
                new Store(
                        BothModes.options(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        StoreFixture::rootInClear,
                        new RecordingSink());
        stores.add(foreign);
        assertThrows(LedgerFormatException.class, () -> restore(foreign, file));
        assertEquals(content, StoreContent.of(store));

        restore(store, file);
        assertEquals(StoreContent.of(primary.store), StoreContent.of(store));
        assertThrows(IllegalStateException.class, () -> restore(store, file));
        assertThrows(IllegalStateException.class, () -> restore(primary.store, file));
    }

    @Test
    void aRestoredStoreRollsBackToItsSnapshotButNotBelow() throws IOException {
        long seqno = writeSome();
        Store restored = empty();
        restore(restored, written(snapshot(seqno), "file"));
        StoreContent content = StoreContent.of(restored);
        restored.becomePrimary(3);
        Transaction tx = restored.begin();
        tx.map(PRIVATE).clear();
        restored.commit(tx);
        restored.becomeBackup();

        restored.rollback(new TxId(2, seqno), 4);
        assertEquals(content, StoreContent.of(restored));
        assertEquals(seqno, restored.compactedSeqno());
        assertFalse(restored.isPrimary());
        assertThrows(
                IllegalStateException.class, () -> restored.rollback(new TxId(2, seqno - 1), 5));
    }

    @Test
    void chunksOfARestoredStoreCountFromItsSnapshotAndForgetWhatWasRolledBack() throws IOException {
        long seqno = writeSome();
        RecordingSink sink = new RecordingSink();
        Store restored =
                new Store(
                        BothModes.options().withChunkBytes(10_000),
                        LedgerSecrets.of(primary.secret),
                        StoreFixture::rootInClear,
                        sink);
        stores.add(restored);
        restore(restored, written(snapshot(seqno), "file"));
        assertEquals(2, restored.view());
        restored.becomePrimary(3);

        assertFalse(endsChunkAfter(4_000, restored, sink));
        assertFalse(endsChunkAfter(4_000, restored, sink));
        sink.truncate(seqno + 2, 4);
        restored.rollback(new TxId(3, seqno + 2), 4);
        assertFalse(endsChunkAfter(4_000, restored, sink));
        assertTrue(endsChunkAfter(4_000, restored, sink));
        assertFalse(endsChunkAfter(4_000, restored, sink));
    }

    /** Writes so many bytes and signs; whether the signature ends a chunk. */
    private static boolean endsChunkAfter(int bytes, Store store, RecordingSink sink) {
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("chunk"), Bytes.wrap(new byte[bytes]));
        store.commit(tx);
        long signature = store.sign().orElseThrow().seqno();
        byte[] entry = sink.awaitSeqno(signature).getLast().bytes();
        return EntryFlags.endsChunk(EntryHeader.of(entry).flags());
    }
}
