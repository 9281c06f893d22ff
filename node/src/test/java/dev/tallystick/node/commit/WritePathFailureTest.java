package dev.tallystick.node.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.consensus.NodeId;
import dev.tallystick.consensus.Raft;
import dev.tallystick.consensus.RaftOptions;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Signer;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.kv.large.ValuePlace;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** What a thread of the write path does when it cannot go on, or is behind. */
class WritePathFailureTest {
    private static final String MAP = "public:test";
    private static final String NODE = "n";
    private static final long LIMIT_SECONDS = 30;
    private static final Signer SIGNER =
            (id, root, tree) ->
                    WriteSet.of(
                            MapWrites.put(
                                    TableNames.SIGNATURES, Bytes.EIGHT_ZEROS, Bytes.utf8("s")));

    private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
    private final FatalHandler fatal = (what, cause) -> stopped.complete(cause);

    @TempDir Path folder;

    @Test
    void anErrorOnTheConsensusThreadStopsTheNode() throws Exception {
        Error error = new AssertionError("a hook has failed");
        ConsensusHost consensus = consensus();
        try (LedgerWriter writer = writer(consensus::onWritten);
                Store store = store(consensus);
                consensus) {
            store.onGlobal(
                    MAP,
                    (seqno, writes) -> {
                        throw error;
                    });
            consensus.startService(store, writer);
            write(store);
            store.sign();

            assertSame(error, stopped.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertTrue(store.failure().isPresent(), "further writes are not refused");
        }
    }

    @Test
    void anErrorOnTheLedgerWritersThreadStopsTheNode() throws Exception {
        Error error = new AssertionError("no memory");
        ConsensusHost consensus = consensus();
        LongConsumer written =
                seqno -> {
                    throw error;
                };
        try (LedgerWriter writer = writer(written);
                consensus;
                Store store = store(consensus)) {
            consensus.startService(store, writer);
            write(store);
            store.sign();

            assertSame(error, stopped.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, consensus.status().orElseThrow().committed().seqno());
        }
    }

    @Test
    void theLastSignatureWaitsForRoom() throws Exception {
        CountDownLatch isHeld = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Store store = store(new HeldSink(isHeld, release));
                SignatureSchedule signatures = new SignatureSchedule(store, 1000, fatal)) {
            store.becomePrimary(2);
            write(store);
            assertTrue(isHeld.await(LIMIT_SECONDS, TimeUnit.SECONDS));
            write(store);
            write(store);
            assertTrue(store.sign().isEmpty(), "the queue of two entries has room");

            Thread last =
                    Thread.ofVirtual()
                            .start(() -> signatures.signLast(Duration.ofSeconds(LIMIT_SECONDS)));
            release.countDown();

            assertTrue(last.join(Duration.ofSeconds(LIMIT_SECONDS)));
            assertEquals(0, store.unsignedCount());
            assertEquals(4, store.lastSignatureSeqno());
        }
    }

    private ConsensusHost consensus() {
        Raft raft = new Raft(new NodeId(NODE), new RaftOptions(100, 5000, 0, true), new Random(1));
        return new ConsensusHost(raft, Duration.ofMillis(10), fatal);
    }

    private LedgerWriter writer(LongConsumer written) {
        LedgerFiles files =
                LedgerFiles.open(
                        new LedgerFilesOptions(folder.resolve("ledger"), List.of(), false));
        return new LedgerWriter(files, written, fatal);
    }

    private static Store store(EntrySink sink) {
        StoreOptions options =
                new StoreOptions(
                        2,
                        1 << 20,
                        1,
                        1024,
                        1 << 20,
                        Duration.ofSeconds(1),
                        new ValuePlace.OnHeap());
        return new Store(options, LedgerSecrets.of(LedgerSecret.random(1)), SIGNER, sink);
    }

    private static void write(Store store) {
        Transaction tx = store.begin();
        tx.map(MAP).put(Bytes.utf8("key"), Bytes.utf8("value"));
        tx.map(TableNames.NODES_INFO).put(Bytes.utf8(NODE), Bytes.utf8("{\"status\":\"Trusted\"}"));
        assertInstanceOf(CommitResult.Committed.class, store.commit(tx));
    }

    /** Takes nothing until it is released. */
    private record HeldSink(CountDownLatch isHeld, CountDownLatch release) implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {
            isHeld.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void failed(Throwable cause) {}
    }
}
