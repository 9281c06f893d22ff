package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.snapshot.SnapshotFile;
import dev.tallystick.ledger.snapshot.SnapshotReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stores that read ledgers and snapshots of real services, in every way there is. */
class RecordedLedgerTest {
    @TempDir Path directory;

    private final List<Store> stores = new ArrayList<>();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        stores.forEach(Store::close);
    }

    private Store open(LedgerSecrets secrets) {
        return open(secrets, sink);
    }

    private Store open(LedgerSecrets secrets, EntrySink to) {
        Store store = new Store(BothModes.options(), secrets, StoreFixture::rootInClear, to);
        stores.add(store);
        return store;
    }

    private static void apply(Store store, List<byte[]> entries) {
        for (byte[] entry : entries) {
            store.apply(entry, RecordedService::verifyRoot);
        }
    }

    private static Store restored(Store store, Path snapshot) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(snapshot)) {
            store.transfer().restore(reader);
        }
        return store;
    }

    private byte[] written(StoreSnapshot snapshot) throws IOException {
        Path part = directory.resolve("snapshot_" + snapshot.txId().seqno() + ".part");
        try (SnapshotFile file = snapshot.write(directory)) {
            assertEquals(file.written().size(), Files.size(part));
            return Files.readAllBytes(part);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplayedStoreWritesTheSnapshotsOfTheRealServiceToTheByte(RecordedService service)
            throws IOException {
        Store store = open(service.secrets());
        List<byte[]> entries = service.entries();
        int applied = 0;
        for (Path path : service.snapshots()) {
            try (SnapshotReader recorded = SnapshotReader.open(path)) {
                int seqno = (int) recorded.header().seqno();
                apply(store, entries.subList(applied, seqno));
                applied = seqno;

                StoreSnapshot snapshot =
                        store.transfer().snapshot(seqno, recorded.header().viewStarts());

                assertEquals(recorded.header(), snapshot.header());
                assertArrayEquals(
                        Arrays.copyOf(Files.readAllBytes(path), (int) recorded.entrySize()),
                        written(snapshot),
                        path.toString());
                store.compact(seqno);
            }
        }
        apply(store, entries.subList(applied, entries.size()));
        assertEquals(entries.size(), store.lastTxId().seqno());
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatBeginsWithASnapshotBecomesTheOneThatHasReplayedAll(RecordedService service)
            throws IOException {
        List<byte[]> entries = service.entries();
        for (Path path : service.snapshots()) {
            RecordingSink sinkOfReplayed = new RecordingSink();
            RecordingSink sinkOfRestored = new RecordingSink();
            Store replayed = open(service.secrets(), sinkOfReplayed);
            Store restored = restored(open(service.secrets(), sinkOfRestored), path);
            int seqno = (int) restored.lastTxId().seqno();
            apply(replayed, entries.subList(0, seqno));
            replayed.compact(seqno);
            assertSame(replayed, restored);
            for (byte[] entry : entries.subList(seqno, entries.size())) {
                assertEquals(
                        replayed.apply(entry, RecordedService::verifyRoot).leaf(),
                        restored.apply(entry, RecordedService::verifyRoot).leaf());
            }
            assertSame(replayed, restored);

            assertEquals(goOn(replayed, sinkOfReplayed), goOn(restored, sinkOfRestored));
            assertSame(replayed, restored);
        }
    }

    private static void assertSame(Store replayed, Store restored) {
        assertEquals(StoreContent.of(replayed), StoreContent.of(restored));
        assertEquals(replayed.unsignedCount(), restored.unsignedCount());
        assertEquals(replayed.compactedSeqno(), restored.compactedSeqno());
    }

    /** Becomes primary, writes and signs; returns the entries, encrypted, and the next snapshot. */
    private List<Bytes> goOn(Store store, RecordingSink entries) throws IOException {
        long seqno = store.lastTxId().seqno();
        long view = store.lastTxId().view() + 1;
        store.becomePrimary(view);
        store.requestChunk(seqno);
        Transaction tx = store.begin();
        tx.map("public:ours").put(Bytes.utf8("k"), Bytes.utf8("v"));
        tx.map("ours").put(Bytes.utf8("k"), Bytes.utf8("v"));
        store.commit(tx);
        store.sign();
        store.sign();
        List<Bytes> made = new ArrayList<>();
        entries.awaitSeqno(seqno + 2).forEach(e -> made.add(Bytes.copyOf(e.bytes())));
        List<Long> starts = new ArrayList<>();
        for (long v = 1; v <= view; v++) {
            starts.add(v == view ? seqno + 1 : 1);
        }
        made.add(Bytes.wrap(written(store.transfer().snapshot(seqno + 2, starts))));
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void privateMapsThatAreInstalledLaterAreThoseOfAFullReplay(RecordedService service) {
        List<byte[]> entries = service.entries();
        Store full = open(service.secrets());
        apply(full, entries);
        Store store = open(LedgerSecrets.NONE);
        store.transfer().setPublicOnly();
        apply(store, entries.subList(0, entries.size() - 1));
        assertEquals(List.of(), StoreContent.of(store).privateMaps());
        assertFalse(StoreContent.of(store).publicMaps().isEmpty());

        PrivateReplay replay = store.transfer().privateReplay(service.secrets());
        for (byte[] entry : entries.subList(0, entries.size() - 1)) {
            replay.apply(entry);
        }
        assertTrue(store.transfer().installPrivate(replay));
        apply(store, entries.subList(entries.size() - 1, entries.size()));

        assertEquals(StoreContent.of(full), StoreContent.of(store));
        assertFalse(store.transfer().isPublicOnly());
        TxId to = new TxId(2, 0);
        full.rollback(to, full.view());
        store.rollback(to, full.view());
        assertEquals(StoreContent.of(full).maps(), StoreContent.of(store).maps());
    }

    @ParameterizedTest
    @EnumSource
    void privateMapsMayComeFromASnapshotAndTheEntriesAfterIt(RecordedService service)
            throws IOException {
        List<byte[]> entries = service.entries();
        for (Path path : service.snapshots()) {
            Store full = restored(open(service.secrets()), path);
            Store store = open(LedgerSecrets.NONE);
            store.transfer().setPublicOnly();
            restored(store, path);
            assertEquals(StoreContent.of(full).publicMaps(), StoreContent.of(store).maps());

            PrivateReplay replay;
            try (SnapshotReader reader = SnapshotReader.open(path)) {
                replay = store.transfer().privateReplay(service.secrets(), reader);
            }
            for (byte[] entry : entries) {
                if (RecordedService.seqno(entry) > replay.last().seqno()) {
                    apply(full, List.of(entry));
                    apply(store, List.of(entry));
                    replay.apply(entry);
                }
            }
            assertTrue(store.transfer().installPrivate(replay));

            assertEquals(StoreContent.of(full), StoreContent.of(store));
        }
    }
}
