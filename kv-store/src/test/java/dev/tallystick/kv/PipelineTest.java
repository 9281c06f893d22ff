package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

class PipelineTest {
    private static final String PUBLIC = "public:log";
    private static final String PRIVATE = "log";

    @Test
    void entriesDecodeToWhatWasWrittenAndRootsAreThoseOfTheEntriesBefore() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            for (int i = 1; i <= 300; i++) {
                String value = "message " + i;
                if (i % 7 == 0) {
                    assertEquals(i, fixture.store.sign().orElseThrow().seqno());
                } else {
                    fixture.write(
                            tx -> {
                                tx.map(PUBLIC).put(Bytes.utf8("p"), Bytes.utf8(value));
                                tx.map(PRIVATE).put(Bytes.utf8("q"), Bytes.utf8(value));
                                tx.setClaimsDigest(Digest.sha256(Bytes.utf8(value).toArray()));
                            });
                }
            }
            List<PipelineEntry> entries = fixture.sink.awaitSeqno(300);

            EntryDecoder decoder = new EntryDecoder();
            MerkleTree tree = new MerkleTree();
            for (int i = 1; i <= 300; i++) {
                PipelineEntry piped = entries.get(i - 1);
                Entry entry = decoder.decode(piped.bytes(), fixture.store.secrets());
                assertEquals(new TxId(2, i), entry.txId());
                assertEquals(entry.leaf(), piped.leaf());
                assertEquals(i % 7 == 0, piped.isSignature());
                if (piped.isSignature()) {
                    assertEquals(tree.root().hex(), signedRoot(entry));
                } else {
                    assertEquals("message " + i, value(entry, PUBLIC, "p"));
                    assertEquals(
                            Digest.sha256(Bytes.utf8("message " + i).toArray()), entry.claims());
                }
                tree.append(entry.leaf());
            }
        }
    }

    @Test
    void aSignatureAppearsInEveryStateSinceItsSeqnoAndConflictsWithNothing() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            fixture.sink.hold();
            fixture.put(PUBLIC, "a", "1");
            fixture.sink.awaitHeldPipeline();
            TxId signature = fixture.store.sign().orElseThrow();
            fixture.put(PUBLIC, "a", "2");
            Transaction before = fixture.store.begin();
            assertEquals(Optional.empty(), signatureIn(before));
            before.map(PUBLIC).put(Bytes.utf8("b"), Bytes.EMPTY);
            Transaction other = fixture.store.begin();
            other.map(PUBLIC).get(Bytes.utf8("a"));
            other.map(PUBLIC).put(Bytes.utf8("c"), Bytes.EMPTY);
            fixture.sink.release();
            fixture.sink.awaitSeqno(3);

            Transaction after = fixture.store.begin();
            assertEquals(new TxId(2, 2), signature);
            assertTrue(signatureIn(after).isPresent());
            assertEquals(
                    OptionalLong.of(2),
                    after.map(TableNames.SIGNATURES).versionOfPreviousWrite(Bytes.EIGHT_ZEROS));
            assertInstanceOf(CommitResult.Committed.class, fixture.store.commit(other));
            assertEquals(new CommitResult.Conflict(), fixture.store.commit(before));
            assertEquals(2, fixture.store.unsignedCount());
        }
    }

    @Test
    void thereIsNothingToSignTwice() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            assertEquals(Optional.empty(), fixture.store.sign());
            fixture.put(PUBLIC, "a", "1");
            assertEquals(1, fixture.store.unsignedCount());
            assertEquals(Optional.of(new TxId(2, 2)), fixture.store.sign());
            assertEquals(0, fixture.store.unsignedCount());
            assertEquals(Optional.empty(), fixture.store.sign());
            assertEquals(Optional.of(new TxId(2, 3)), fixture.store.signAnyway());
            fixture.store.becomeBackup();
            assertEquals(Optional.empty(), fixture.store.signAnyway());
        }
    }

    @Test
    void ofSeveralWhoFoundASignatureDueOneMakesIt() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            fixture.put(PUBLIC, "a", "1");
            fixture.put(PUBLIC, "b", "1");
            assertEquals(Optional.of(new TxId(2, 3)), fixture.store.sign(2));
            fixture.put(PUBLIC, "c", "1");
            assertEquals(Optional.empty(), fixture.store.sign(2));
            assertEquals(Optional.of(new TxId(2, 5)), fixture.store.sign(1));
        }
    }

    @Test
    void aFullQueueIsBusyAndNothingIsLostWhenItDrains() {
        int queued = 16;
        StoreOptions options = BothModes.options().withQueuedEntriesMax(queued);
        try (StoreFixture fixture = StoreFixture.primary(options)) {
            fixture.sink.hold();
            fixture.put(PUBLIC, "first", "1");
            fixture.sink.awaitHeldPipeline();
            for (int i = 0; i < queued; i++) {
                fixture.put(PUBLIC, "k" + i, "1");
            }
            Transaction tx = fixture.store.begin();
            tx.map(PUBLIC).put(Bytes.utf8("late"), Bytes.EMPTY);

            assertEquals(new CommitResult.Busy(), fixture.store.commit(tx));
            assertEquals(Optional.empty(), fixture.store.sign());
            fixture.sink.release();
            fixture.sink.awaitSeqno(queued + 1);
            assertEquals(
                    new CommitResult.Committed(new TxId(2, queued + 2)), fixture.store.commit(tx));
            assertEquals(queued + 2, fixture.sink.awaitSeqno(queued + 2).size());
        }
    }

    @Test
    void entriesThatWaitTogetherAreHandedOverTogether() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            fixture.sink.hold();
            fixture.put(PUBLIC, "first", "1");
            fixture.sink.awaitHeldPipeline();
            for (int i = 0; i < 100; i++) {
                fixture.put(PUBLIC, "k" + i, "1");
            }
            fixture.sink.release();
            fixture.sink.awaitSeqno(101);

            assertEquals(2, fixture.sink.batchCount());
        }
    }

    @Test
    void aRekeyInALocalHookTakesEffectAtTheNextSeqno() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            LedgerSecret next = LedgerSecret.random(3);
            fixture.store.onLocal("public:rekey", (seqno, writes) -> fixture.store.addSecret(next));
            fixture.sink.hold();
            fixture.put(PRIVATE, "a", "1");
            fixture.put("public:rekey", "now", "1");
            fixture.put(PRIVATE, "a", "3");
            fixture.sink.release();
            List<PipelineEntry> entries = fixture.sink.awaitSeqno(3);

            EntryDecoder decoder = new EntryDecoder();
            var onlyOld = fixture.store.secrets().upTo(2);
            assertEquals(next, fixture.store.secrets().latest());
            assertEquals(
                    "3",
                    value(
                            decoder.decode(entries.get(2).bytes(), fixture.store.secrets()),
                            PRIVATE,
                            "a"));
            decoder.decode(entries.get(1).bytes(), onlyOld);
            assertThrows(
                    RuntimeException.class, () -> decoder.decode(entries.get(2).bytes(), onlyOld));
        }
    }

    @Test
    void aFailingSinkStopsTheStoreLoudly() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            IllegalStateException cause = new IllegalStateException("the disk is on fire");
            fixture.sink.failFromNowOn(cause);
            fixture.put(PUBLIC, "a", "1");

            assertSame(cause, fixture.sink.awaitFailure());
            assertStopped(fixture, cause);
            assertEquals("1", fixture.get(PUBLIC, "a"));
        }
    }

    @Test
    void aTransactionThatWouldConflictIsToldThatTheStoreHasStopped() {
        StoreFixture fixture = StoreFixture.primary();
        Transaction tx = fixture.store.begin();
        tx.map(PUBLIC).get(Bytes.utf8("a"));
        tx.map(PUBLIC).put(Bytes.utf8("a"), Bytes.utf8("1"));
        fixture.put(PUBLIC, "a", "2");
        fixture.close();

        assertThrows(StoreFailedException.class, () -> fixture.store.commit(tx));
    }

    @Test
    void aFailingSignerStopsTheStoreLoudly() {
        IllegalStateException cause = new IllegalStateException("no key");
        Signer signer =
                (id, root, tree) -> {
                    throw cause;
                };
        try (StoreFixture fixture = StoreFixture.primary(BothModes.options(), signer)) {
            fixture.put(PUBLIC, "a", "1");
            fixture.store.sign();

            assertSame(cause, fixture.sink.awaitFailure());
            assertStopped(fixture, cause);
        }
    }

    @Test
    void aSignerThatWritesToOtherTablesStopsTheStore() {
        Signer signer =
                (id, root, tree) -> WriteSet.of(MapWrites.put(PUBLIC, Bytes.EMPTY, Bytes.EMPTY));
        try (StoreFixture fixture = StoreFixture.primary(BothModes.options(), signer)) {
            fixture.put(PUBLIC, "a", "1");
            fixture.store.sign();

            assertTrue(fixture.sink.awaitFailure().toString().contains(PUBLIC));
        }
    }

    @Test
    void aClosedStoreHasHandedEverythingOver() {
        StoreFixture fixture = StoreFixture.primary();
        for (int i = 0; i < 500; i++) {
            fixture.put(PUBLIC, "k" + i, "1");
        }
        fixture.close();

        assertEquals(500, fixture.sink.awaitSeqno(500).size());
        assertThrows(StoreFailedException.class, () -> fixture.put(PUBLIC, "a", "1"));
    }

    @Test
    void theRootOfATransactionIsThatOfExactlyTheEntriesItSees() {
        try (StoreFixture fixture = StoreFixture.primary()) {
            List<RootedTransaction> rooted = new ArrayList<>();
            rooted.add(fixture.store.beginWithRoot());
            fixture.sink.hold();
            for (int i = 1; i <= 50; i++) {
                fixture.put(PUBLIC, "k" + i, "1");
                rooted.add(fixture.store.beginWithRoot());
            }
            fixture.sink.release();
            List<PipelineEntry> entries = fixture.sink.awaitSeqno(50);
            rooted.add(fixture.store.beginWithRoot());

            MerkleTree tree = new MerkleTree();
            for (RootedTransaction one : rooted) {
                while (tree.size() <= one.tx().readSeqno()) {
                    tree.append(entries.get((int) tree.size() - 1).leaf());
                }
                assertEquals(tree.root(), one.root().join(), "root at " + one.tx().readSeqno());
            }
        }
    }

    @Test
    void chunksEndAtSignaturesWhenTheSizeIsReachedOrWhenAskedFor() {
        StoreOptions options = BothModes.options().withChunkBytes(2000);
        try (StoreFixture fixture = StoreFixture.primary(options)) {
            signAfter(fixture, 1, 10);
            signAfter(fixture, 1, 3000);
            signAfter(fixture, 1, 10);
            fixture.store.requestChunk(7);
            signAfter(fixture, 1, 10);
            fixture.store.requestSnapshotAtNextSignature();
            signAfter(fixture, 1, 10);
            signAfter(fixture, 1, 10);
            List<PipelineEntry> entries = fixture.sink.awaitSeqno(12);

            List<Long> ends = new ArrayList<>();
            for (PipelineEntry entry : entries) {
                if (EntryFlags.endsChunk(entry.bytes()[1])) {
                    ends.add(entry.id().seqno());
                }
            }
            assertEquals(List.of(4L, 8L, 10L), ends);
        }
    }

    private static void signAfter(StoreFixture fixture, int entries, int valueBytes) {
        for (int i = 0; i < entries; i++) {
            fixture.write(tx -> tx.map(PUBLIC).put(Bytes.EMPTY, Bytes.wrap(new byte[valueBytes])));
        }
        fixture.sink.awaitSeqno(fixture.store.sign().orElseThrow().seqno());
    }

    private static void assertStopped(StoreFixture fixture, Throwable cause) {
        StoreFailedException thrown =
                assertThrows(StoreFailedException.class, () -> fixture.put(PUBLIC, "b", "1"));
        assertTrue(
                String.valueOf(thrown.getMessage()).contains(String.valueOf(cause.getMessage())));
        assertThrows(StoreFailedException.class, fixture.store::signAnyway);
        assertTrue(fixture.store.failure().isPresent());
        assertFalse(fixture.store.beginWithRoot().tx().isReadOnly());
    }

    private static Optional<Bytes> signatureIn(Transaction tx) {
        return tx.map(TableNames.SIGNATURES).get(Bytes.EIGHT_ZEROS);
    }

    private static String signedRoot(Entry entry) {
        return value(entry, TableNames.SIGNATURES, Bytes.EIGHT_ZEROS);
    }

    private static String value(Entry entry, String map, String key) {
        return value(entry, map, Bytes.utf8(key));
    }

    private static String value(Entry entry, String map, Bytes key) {
        var writes = TableNames.isPublic(map) ? entry.publicWrites() : entry.privateWrites();
        return Objects.requireNonNull(writes).value(map, key).orElseThrow().utf8();
    }
}
