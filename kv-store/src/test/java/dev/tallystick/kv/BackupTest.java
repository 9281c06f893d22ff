package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class BackupTest {
    private static final String MAP = "public:log";
    private static final String PRIVATE = "log";

    private final StoreFixture primary = StoreFixture.primary();
    private final RecordingSink backupSink = new RecordingSink();
    private final Store backup =
            new Store(
                    BothModes.options(),
                    LedgerSecrets.of(primary.secret),
                    StoreFixture::rootInClear,
                    backupSink);

    @AfterEach
    void close() {
        primary.close();
        backup.close();
    }

    @Test
    void aBackupReachesTheSameStateAndLeavesAndRunsTheSameHooks() {
        List<Long> hooked = new ArrayList<>();
        backup.onLocal(MAP, (seqno, writes) -> hooked.add(seqno));
        List<PipelineEntry> entries = writeSome();
        for (PipelineEntry entry : entries) {
            PipelineEntry applied = backup.apply(entry.bytes(), BackupTest::verify);
            assertEquals(entry.leaf(), applied.leaf());
            assertEquals(entry.isSignature(), applied.isSignature());
        }

        assertEquals(primary.store.lastTxId(), backup.lastTxId());
        for (String map : List.of(MAP, PRIVATE, TableNames.SIGNATURES, TableNames.TREE)) {
            assertEquals(content(primary.store, map), content(backup, map), map);
        }
        assertEquals(List.of(1L, 2L, 4L, 5L), hooked);
        assertEquals(0, backup.unsignedCount());
    }

    @Test
    void aBackupThatBecomesPrimaryGoesOnWithTheSameTree() {
        for (PipelineEntry entry : writeSome()) {
            backup.apply(entry.bytes(), BackupTest::verify);
        }
        TxId last = backup.lastTxId();
        backup.becomePrimary(3);
        TxId signature = backup.signAnyway().orElseThrow();
        PipelineEntry made = backupSink.awaitSeqno(signature.seqno()).getFirst();

        assertEquals(new TxId(3, last.seqno() + 1), made.id());
        primary.store.becomeBackup();
        primary.store.apply(made.bytes(), BackupTest::verify);
        assertEquals(signature, primary.store.lastTxId());
    }

    @Test
    void entriesThatWereNeverCommittedGiveWayToThoseOfANewPrimary() {
        List<PipelineEntry> entries = writeSome();
        backup.becomePrimary(2);
        Transaction tx = backup.begin();
        tx.map(MAP).put(Bytes.utf8("lost"), Bytes.EMPTY);
        backup.commit(tx);
        backupSink.awaitSeqno(1);
        backup.becomeBackup();
        for (PipelineEntry entry : entries) {
            backup.apply(entry.bytes(), BackupTest::verify);
        }

        assertEquals(content(primary.store, MAP), content(backup, MAP));
        assertThrows(IllegalStateException.class, () -> backup.becomePrimary(2));
    }

    @Test
    void anyFlippedBitOfTheEntryIsRefusedWithoutATrace() {
        List<PipelineEntry> entries = writeSome();
        backup.apply(entries.getFirst().bytes(), BackupTest::verify);
        byte[] second = entries.get(1).bytes();
        Seeds.forEach(1, random -> flipAndApply(second, random));

        backup.apply(second, BackupTest::verify);
        assertEquals(new TxId(2, 2), backup.lastTxId());
        assertArrayEquals(entries.get(1).bytes(), second);
    }

    private void flipAndApply(byte[] entry, Random random) {
        List<String> before = content(backup, MAP);
        // Byte 1, the flags, is not authenticated by the entry itself but by the signature over its
        // leaf.
        for (int i = 0; i < 200; i++) {
            byte[] flipped = entry.clone();
            int at = random.nextInt(entry.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            if (at != 1) {
                assertThrows(
                        LedgerFormatException.class,
                        () -> backup.apply(flipped, BackupTest::verify),
                        "byte " + at);
            }
        }
        assertEquals(before, content(backup, MAP));
        assertEquals(new TxId(2, 1), backup.lastTxId());
    }

    @Test
    void entriesOutOfPlaceAreRefused() {
        List<PipelineEntry> entries = writeSome();
        backup.apply(entries.get(0).bytes(), BackupTest::verify);
        byte[] third = entries.get(2).bytes();
        assertThrows(LedgerFormatException.class, () -> backup.apply(third, BackupTest::verify));
        for (PipelineEntry entry : entries.subList(1, entries.size())) {
            backup.apply(entry.bytes(), BackupTest::verify);
        }
        backup.compact(4);

        assertThrows(LedgerFormatException.class, () -> backup.apply(third, BackupTest::verify));
        assertEquals(primary.store.lastTxId(), backup.lastTxId());
    }

    @Test
    void aSignatureThatTheVerifierRefusesChangesNothing() {
        List<PipelineEntry> entries = writeSome();
        backup.apply(entries.get(0).bytes(), BackupTest::verify);
        backup.apply(entries.get(1).bytes(), BackupTest::verify);
        SignatureVerifier refuses =
                (entry, root, before) -> {
                    assertEquals(new TxId(2, 2), before.readTxId());
                    throw new LedgerFormatException("not signed by a node we trust");
                };

        assertThrows(
                LedgerFormatException.class, () -> backup.apply(entries.get(2).bytes(), refuses));
        assertEquals(new TxId(2, 2), backup.lastTxId());
        assertEquals(List.of(), content(backup, TableNames.SIGNATURES));
    }

    @Test
    void anEntryThatOvertakesThePipelineIsRefusedAndTheStoreGoesOn() {
        primary.sink.hold();
        primary.put(MAP, "a", "1");
        primary.sink.awaitHeldPipeline();
        primary.put(MAP, "b", "2");
        primary.store.becomeBackup();
        byte[] third =
                new EntryEncoder()
                        .encode(
                                new TxId(3, 3),
                                EntryFlags.NONE,
                                WriteSet.of(MapWrites.put(MAP, Bytes.utf8("c"), Bytes.utf8("3"))),
                                Digest.ZERO,
                                primary.secret)
                        .bytes();

        assertThrows(
                IllegalStateException.class, () -> primary.store.apply(third, BackupTest::verify));

        assertEquals(new TxId(2, 2), primary.store.lastTxId());
        primary.sink.release();
        primary.sink.awaitSeqno(2);
        primary.store.apply(third, BackupTest::verify);
        assertEquals("3", primary.get(MAP, "c"));
    }

    @Test
    void aPrimaryAppliesNothing() {
        byte[] first = writeSome().getFirst().bytes();

        assertThrows(
                IllegalStateException.class, () -> primary.store.apply(first, BackupTest::verify));
    }

    /** Entries 1 to 6; 3 and 6 are signatures. */
    private List<PipelineEntry> writeSome() {
        primary.put(MAP, "a", "1");
        primary.write(
                tx -> {
                    tx.map(MAP).put(Bytes.utf8("b"), Bytes.utf8("2"));
                    tx.map(PRIVATE).put(Bytes.utf8("secret"), Bytes.utf8("2"));
                });
        primary.store.sign();
        primary.write(tx -> tx.map(MAP).remove(Bytes.utf8("a")));
        primary.put(MAP, "c", "5");
        primary.store.sign();
        return primary.sink.awaitSeqno(6);
    }

    private static void verify(Entry entry, Digest root, Transaction before) {
        String signed =
                entry.publicWrites()
                        .value(TableNames.SIGNATURES, Bytes.EIGHT_ZEROS)
                        .orElseThrow()
                        .utf8();
        if (!signed.equals(root.hex())) {
            throw new LedgerFormatException("signed root " + signed + " is not ours: " + root);
        }
    }

    private static List<String> content(Store store, String map) {
        List<String> content = new ArrayList<>();
        MapHandle handle = store.begin().map(map);
        handle.forEach(
                (key, value) ->
                        content.add(key + "=" + value + "@" + handle.versionOfPreviousWrite(key)));
        return content;
    }
}
