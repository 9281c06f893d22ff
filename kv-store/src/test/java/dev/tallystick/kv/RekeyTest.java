package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryDecoder;
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

/** A new ledger secret in the middle of the stream (spec 01, 6.1). */
class RekeyTest {
    private static final String REKEY = "public:rekey";
    private static final String PRIVATE = "private";

    @TempDir Path directory;

    private final LedgerSecret first = LedgerSecret.random(1);
    private final RecordingSink sink = new RecordingSink();
    private final List<Store> stores = new ArrayList<>();
    private final Store primary = open(sink);

    RekeyTest() {
        primary.becomePrimary(2);
    }

    @AfterEach
    void close() {
        stores.forEach(Store::close);
    }

    /** A store that learns a secret from each entry that writes the table of rekeys. */
    private Store open(EntrySink to) {
        Store store =
                new Store(
                        BothModes.options(),
                        LedgerSecrets.of(first),
                        StoreFixture::rootInClear,
                        to);
        store.onLocal(
                REKEY,
                (seqno, writes) -> {
                    byte[] key = writes.writes().firstEntry().getValue().toArray();
                    store.addSecret(LedgerSecret.of(key, seqno + 1));
                });
        stores.add(store);
        return store;
    }

    private static TxId write(Store store, String map, Bytes value) {
        Transaction tx = store.begin();
        tx.map(map).put(Bytes.EIGHT_ZEROS, value);
        return ((CommitResult.Committed) store.commit(tx)).id();
    }

    private LedgerSecret rekey() {
        LedgerSecret next = LedgerSecret.random(1);
        TxId id = write(primary, REKEY, Bytes.wrap(next.keyBytes()));
        return LedgerSecret.of(next.keyBytes(), id.seqno() + 1);
    }

    private void writePrivate(String value) {
        write(primary, PRIVATE, Bytes.utf8(value));
    }

    private static void apply(Store store, List<PipelineEntry> entries) {
        for (PipelineEntry entry : entries) {
            store.apply(entry.bytes(), (signature, root, before) -> {});
        }
    }

    @Test
    void theEntryOfTheRekeyIsStillUnderTheOldSecretAndAllAfterItUnderTheNew() {
        writePrivate("before");
        LedgerSecret second = rekey();
        writePrivate("between");
        primary.sign();
        LedgerSecret third = rekey();
        writePrivate("after");
        List<PipelineEntry> entries = sink.awaitSeqno(6);

        List<LedgerSecret> expected = List.of(first, first, second, second, second, third);
        for (int i = 0; i < entries.size(); i++) {
            byte[] entry = entries.get(i).bytes();
            LedgerSecret secret = LedgerSecret.of(expected.get(i).keyBytes(), 1);
            new EntryDecoder().decode(entry, LedgerSecrets.of(secret));
        }
        Store backup = open(new RecordingSink());
        apply(backup, entries);
        assertEquals(StoreContent.of(primary), StoreContent.of(backup));
        assertEquals(List.of(first, second, third), backup.secrets().oldestFirst());
    }

    @Test
    void aPipelineThatFallsBehindStillEncryptsEachEntryUnderItsOwnSecret() {
        sink.hold();
        writePrivate("held");
        sink.awaitHeldPipeline();
        writePrivate("under the first");
        rekey();
        writePrivate("under the second");
        rekey();
        writePrivate("under the third");
        sink.release();

        Store backup = open(new RecordingSink());
        apply(backup, sink.awaitSeqno(6));
        assertEquals(StoreContent.of(primary), StoreContent.of(backup));
    }

    @Test
    void aRollbackOverARekeyDropsTheNewSecretAndTheSameSeqnoMayGetAnother() {
        writePrivate("before");
        LedgerSecret lost = rekey();
        writePrivate("lost");
        List<PipelineEntry> old = sink.awaitSeqno(3);
        Store backup = open(new RecordingSink());
        apply(backup, old);

        primary.rollback(new TxId(2, 1), 3);
        sink.truncate(1, 3);
        assertEquals(List.of(first), primary.secrets().oldestFirst());
        LedgerSecret second = rekey();
        writePrivate("kept");
        List<PipelineEntry> entries = sink.awaitSeqno(3);

        assertEquals(lost.validFrom(), second.validFrom());
        apply(backup, entries.subList(1, 3));
        assertEquals(List.of(first, second), backup.secrets().oldestFirst());
        assertEquals(StoreContent.of(primary), StoreContent.of(backup));
        assertThrows(LedgerFormatException.class, () -> apply(backup, old.subList(2, 3)));
    }

    @Test
    void aRollbackToTheRekeyItselfKeepsItsSecret() {
        LedgerSecret second = rekey();
        writePrivate("lost");
        sink.awaitSeqno(2);
        primary.rollback(new TxId(2, 1), 3);
        sink.truncate(1, 3);
        writePrivate("kept");

        assertEquals(List.of(first, second), primary.secrets().oldestFirst());
        Store backup = open(new RecordingSink());
        apply(backup, sink.awaitSeqno(2));
        assertEquals(StoreContent.of(primary), StoreContent.of(backup));
    }

    @Test
    void aRollbackNeverDropsSecretsThatTheNodeWasGiven() {
        LedgerSecret given = LedgerSecret.random(10);
        primary.giveSecrets(LedgerSecrets.of(given));
        rekey();
        sink.awaitSeqno(1);
        primary.rollback(TxId.NONE, 3);

        assertEquals(List.of(first, given), primary.secrets().oldestFirst());
        assertThrows(
                IllegalArgumentException.class,
                () -> primary.giveSecrets(LedgerSecrets.of(LedgerSecret.random(10))));
        assertEquals(List.of(first, given), primary.secrets().oldestFirst());
    }

    @Test
    void aSnapshotBeforeTheRekeyIsUnderTheOldSecretAndOneAfterItUnderTheNew() throws IOException {
        writePrivate("a");
        long before = primary.sign().orElseThrow().seqno();
        LedgerSecret second = rekey();
        long after = primary.sign().orElseThrow().seqno();
        rekey();
        sink.awaitSeqno(after + 1);

        StoreSnapshot early = primary.transfer().snapshot(before, List.of(1L, 1L));
        StoreSnapshot late = primary.transfer().snapshot(after, List.of(1L, 1L));

        assertEquals(first, early.secret());
        assertEquals(second, late.secret());
        for (StoreSnapshot snapshot : List.of(early, late)) {
            Store restored = restored(snapshot);
            apply(restored, sink.awaitSeqno(5).subList((int) snapshot.txId().seqno(), 5));
            assertEquals(StoreContent.of(primary).maps(), StoreContent.of(restored).maps());
            assertEquals(StoreContent.of(primary).root(), StoreContent.of(restored).root());
            assertArrayEquals(
                    primary.secrets().latest().keyBytes(), restored.secrets().latest().keyBytes());
        }
    }

    /** A joiner gets the secrets by its own way, and the state from the file. */
    private Store restored(StoreSnapshot snapshot) throws IOException {
        try (SnapshotFile file = snapshot.write(directory)) {
            assertEquals(snapshot.header().seqno(), snapshot.txId().seqno());
            Path part = directory.resolve("snapshot_" + snapshot.txId().seqno() + ".part");
            Store store = open(new RecordingSink());
            store.giveSecrets(LedgerSecrets.of(snapshot.secret()));
            try (SnapshotReader reader = SnapshotReader.open(part)) {
                assertEquals(file.written().digest(), reader.digest());
                store.transfer().restore(reader);
            }
            return store;
        }
    }
}
