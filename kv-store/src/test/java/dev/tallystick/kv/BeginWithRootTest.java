package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import static java.util.Objects.requireNonNull;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Roots that readers ask for while the entries under them are rolled back and made again. */
class BeginWithRootTest {
    private static final int ROLLBACKS = 3000;
    private static final long DEADLINE_SECONDS = 60;

    private final Map<TxId, Digest> leaves = new HashMap<>();

    /** The entry before each. */
    private final Map<TxId, TxId> previous = new HashMap<>();

    private final StoreFixture fixture = StoreFixture.primary();
    private final Store store = fixture.store;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aRootIsOfTheEntriesThatItsTransactionSees() throws Exception {
        TxId base = fixture.put("m", "k", "0");
        previous.put(base, TxId.NONE);
        List<RootedTransaction> rooted = new ArrayList<>();
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch isReading = new CountDownLatch(1);
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(
                        () -> {
                            while (!isOver.get()) {
                                rooted.add(store.beginWithRoot());
                                isReading.countDown();
                            }
                        });
        isReading.await();
        for (int view = 3; view < ROLLBACKS; view++) {
            appendAfter(base, view % 4);
            store.rollback(base, view);
        }
        isOver.set(true);
        reader.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        TxId last = appendAfter(base, 4);
        for (PipelineEntry entry : fixture.sink.awaitSeqno(last.seqno())) {
            leaves.put(entry.id(), entry.leaf());
        }

        for (RootedTransaction each : rooted) {
            TxId id = each.tx().readTxId();
            if (!each.root().isCancelled()) {
                Digest root = each.root().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
                assertEquals(expectedRoot(id), root, "root through " + id);
            }
        }
    }

    private TxId appendAfter(TxId base, int count) {
        TxId last = base;
        for (int i = 0; i < count; i++) {
            TxId id = fixture.put("m", "k", "value");
            previous.put(id, last);
            last = id;
        }
        return last;
    }

    private Digest expectedRoot(TxId id) {
        Deque<TxId> chain = new ArrayDeque<>();
        for (TxId at = id; !at.equals(TxId.NONE); at = requireNonNull(previous.get(at))) {
            chain.addFirst(at);
        }
        MerkleTree tree = new MerkleTree();
        for (TxId at : chain) {
            Digest leaf = leaves.get(at);
            assertNotNull(leaf, "there is a root through " + id + ", but no entry " + at);
            tree.append(leaf);
        }
        return tree.root();
    }
}
