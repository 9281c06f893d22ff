package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.merkle.MerkleTree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * One random history of two replicas, of which one is primary and the other follows at its own
 * pace, beside a {@link NaiveStore} that says what must come of it. They change places now and
 * then, and the old primary must forget what the new one has not.
 */
final class ModelRun implements AutoCloseable {
    private static final int OPEN_MAX = 5;

    private final Random random;
    private final int keySpace;
    private final EntryLog log = new EntryLog();
    private final NaiveStore naive = new NaiveStore();
    private final List<PairedTransaction> open = new ArrayList<>();
    private final List<RootedTransaction> rooted = new ArrayList<>();
    private Replica primary;
    private Replica backup;

    /** Seqno up to which the backup has the live branch; what it has above was rolled back. */
    private long agreed;

    /** Greatest view that any replica has had. */
    private long viewMax = 2;

    ModelRun(Random random) {
        this.random = random;
        keySpace = 3 + random.nextInt(60);
        LedgerSecret secret = LedgerSecret.random(1);
        primary = new Replica(log, secret, PairedTransaction.MAPS);
        backup = new Replica(log, secret, PairedTransaction.MAPS);
        primary.store.becomePrimary(viewMax);
        naive.becomePrimary(viewMax);
    }

    /** One step, which is most often an operation of one of the open transactions. */
    void step() {
        if (open.isEmpty() || (open.size() < OPEN_MAX && random.nextInt(4) == 0)) {
            begin();
        }
        int choice = random.nextInt(1000);
        if (choice < 130) {
            commit();
        } else if (choice < 150) {
            sign();
        } else if (choice < 160) {
            compact();
        } else if (choice < 190) {
            feed(random.nextInt(6));
        } else if (choice < 195) {
            rollback();
        } else if (choice < 198) {
            changeRole();
        } else if (choice < 200) {
            changePlaces();
        } else if (choice < 204) {
            rooted.add(primary.store.beginWithRoot());
        } else {
            open.get(random.nextInt(open.size())).operate();
        }
    }

    private void begin() {
        boolean isOfCommitted = random.nextInt(8) == 0;
        open.add(
                new PairedTransaction(
                        isOfCommitted ? primary.store.readCommitted() : primary.store.begin(),
                        isOfCommitted ? naive.readCommitted() : naive.begin(),
                        random,
                        keySpace));
    }

    private void commit() {
        PairedTransaction pair = open.remove(random.nextInt(open.size()));
        assertEquals(pair.naive.baseId(), pair.real.readTxId());
        NaiveStore.Verdict expected = naive.commit(pair.naive);
        assertEquals(expected, verdict(primary.store.commit(pair.real)));
        boolean isOver = !expected.name().equals("conflict");
        if (!isOver && random.nextBoolean()) {
            open.add(pair); // refused, hence unchanged: it may go on and try again
        }
    }

    private static NaiveStore.Verdict verdict(CommitResult result) {
        return switch (result) {
            case CommitResult.Committed c -> new NaiveStore.Verdict("committed", c.id());
            case CommitResult.ReadOnly r -> new NaiveStore.Verdict("read-only", r.readAt());
            case CommitResult.Conflict c -> NaiveStore.Verdict.CONFLICT;
            case CommitResult.NotPrimary n -> NaiveStore.Verdict.NOT_PRIMARY;
            case CommitResult.Busy b -> throw new AssertionError("the queue is full");
        };
    }

    private void sign() {
        switch (random.nextInt(3)) {
            case 0 -> assertEquals(naive.sign(1), primary.store.sign());
            case 1 -> assertEquals(naive.sign(0), primary.store.signAnyway());
            default -> {
                long min = 1L + random.nextInt(10);
                assertEquals(naive.sign(min), primary.store.sign(min));
            }
        }
        assertEquals(naive.unsignedCount(), primary.store.unsignedCount());
    }

    private void compact() {
        long last = naive.lastId().seqno();
        if (last > 0) {
            long seqno = 1 + random.nextLong(last);
            log.await(naive.id(seqno));
            primary.store.compact(seqno);
            naive.compact(seqno);
            assertEquals(naive.compactedSeqno(), primary.store.compactedSeqno());
        }
    }

    /** Lets the backup catch up by {@code count} entries, or less, and perhaps compact. */
    private void feed(int count) {
        for (int i = 0; i < count && agreed < naive.lastId().seqno(); i++) {
            agreed++;
            backup.apply(naive.id(agreed));
        }
        long seqno = Math.min(agreed, naive.compactedSeqno());
        if (seqno > 0 && random.nextInt(4) == 0) {
            backup.store.compact(seqno);
        }
    }

    private void rollback() {
        long compacted = naive.compactedSeqno();
        long last = naive.lastId().seqno();
        long seqno = compacted + random.nextLong(last - compacted + 1);
        if (random.nextInt(3) == 0) {
            seqno = last; // nothing is removed, still the view changes
        }
        long nextView = random.nextInt(4) == 0 ? naive.view() : viewMax + 1;
        rollbackTo(naive.id(seqno), nextView);
    }

    private void rollbackTo(TxId to, long nextView) {
        if (!naive.mayRollBack(to.seqno(), nextView)) {
            assertThrows(IllegalStateException.class, () -> primary.store.rollback(to, nextView));
            return;
        }
        agreed = Math.min(agreed, to.seqno());
        primary.rollback(to, nextView);
        naive.rollback(to.seqno(), nextView);
        viewMax = Math.max(viewMax, nextView);
        assertEquals(to, primary.store.lastTxId());
    }

    private void changeRole() {
        if (naive.isPrimary()) {
            primary.store.becomeBackup();
            naive.becomeBackup();
        } else {
            long view = Math.max(naive.view(), viewMax - 1 + random.nextInt(3));
            if (naive.mayBecomePrimary(view)) {
                primary.store.becomePrimary(view);
                naive.becomePrimary(view);
                viewMax = Math.max(viewMax, view);
            } else {
                assertThrows(IllegalStateException.class, () -> primary.store.becomePrimary(view));
            }
        }
        assertEquals(naive.isPrimary(), primary.store.isPrimary());
    }

    /** The backup, which may be behind, becomes the primary of a new view. */
    private void changePlaces() {
        feed(random.nextInt(10));
        if (agreed < naive.compactedSeqno()) {
            return; // consensus would not elect it
        }
        primary.store.becomeBackup();
        naive.becomeBackup();
        dropOpen();
        viewMax++;
        backup.rollback(naive.id(agreed), viewMax);
        naive.rollback(agreed, viewMax);
        backup.store.compact(naive.compactedSeqno());
        Replica old = primary;
        primary = backup;
        backup = old;
        primary.store.becomePrimary(viewMax);
        naive.becomePrimary(viewMax);
    }

    private void dropOpen() {
        for (PairedTransaction pair : open) {
            assertEquals(naive.commit(pair.naive), verdict(primary.store.commit(pair.real)));
        }
        open.clear();
        rooted.clear();
    }

    /** Brings the replicas level and compares everything there is to compare. */
    void check() {
        feed(Integer.MAX_VALUE);
        if (!backup.store.lastTxId().equals(naive.lastId())) {
            backup.rollback(naive.lastId(), viewMax); // no newer entry has replaced its leftovers
        }
        List<Digest> roots = checkEntries();
        for (Replica replica : List.of(primary, backup)) {
            assertEquals(naive.lastId(), replica.store.lastTxId());
            for (String map : PairedTransaction.MAPS) {
                assertEquals(naive.content(map), replica.content(map), map);
                assertEquals(naive.content(map).size(), replica.store.begin().map(map).size());
            }
            assertEquals(
                    roots.getLast(), replica.store.beginWithRoot().root().join(), "Merkle root");
            checkSignature(replica, roots);
            checkHooks(replica);
        }
        checkRooted(roots);
    }

    /**
     * Entries decode to what was written.
     *
     * @return roots over leaves 0 to i
     */
    private List<Digest> checkEntries() {
        List<Digest> roots = new ArrayList<>();
        MerkleTree tree = new MerkleTree();
        roots.add(tree.root());
        EntryDecoder decoder = new EntryDecoder();
        for (NaiveStore.Entry expected : naive.entries()) {
            PipelineEntry piped = log.await(expected.id());
            Entry entry = decoder.decode(piped.bytes(), primary.store.secrets());
            assertEquals(entry.leaf(), piped.leaf());
            assertEquals(expected.isSignature(), piped.isSignature());
            if (!expected.isSignature()) {
                List<MapWrites> maps = new ArrayList<>(entry.publicWrites().maps());
                WriteSet hidden = entry.privateWrites();
                maps.addAll(Objects.requireNonNullElse(hidden, WriteSet.EMPTY).maps());
                assertEquals(expected.writes(), new WriteSet(maps));
            }
            tree.append(piped.leaf());
            roots.add(tree.root());
        }
        return roots;
    }

    private void checkSignature(Replica replica, List<Digest> roots) {
        long seqno = naive.lastId().seqno() - naive.unsignedCount();
        assertEquals(seqno, replica.store.lastSignatureSeqno());
        Map<Bytes, NaiveStore.Versioned> expected = new HashMap<>();
        if (seqno > 0) {
            Bytes root = Bytes.utf8(roots.get((int) seqno - 1).hex());
            expected.put(Bytes.EIGHT_ZEROS, new NaiveStore.Versioned(root, seqno));
        }
        assertEquals(expected, replica.content(TableNames.SIGNATURES));
    }

    private void checkHooks(Replica replica) {
        List<Replica.Event> local = new ArrayList<>();
        List<Replica.Event> global = new ArrayList<>();
        for (NaiveStore.Entry entry : naive.entries()) {
            List<Replica.Event> events = new ArrayList<>();
            long seqno = entry.id().seqno();
            if (entry.isSignature()) {
                events.add(Replica.Event.signature(seqno));
            }
            entry.writes().maps().forEach(map -> events.add(Replica.Event.of(seqno, map)));
            local.addAll(events);
            if (seqno <= replica.store.compactedSeqno()) {
                global.addAll(events);
            }
        }
        assertEquals(local, replica.localEvents(), "local hooks");
        assertEquals(global, replica.globalEvents(), "global hooks");
    }

    /** A root that was asked for is that of the state read, unless that state was rolled back. */
    private void checkRooted(List<Digest> roots) {
        for (RootedTransaction one : rooted) {
            TxId id = one.tx().readTxId();
            boolean isLive =
                    id.seqno() <= naive.lastId().seqno() && naive.id(id.seqno()).equals(id);
            try {
                Digest root = one.root().join();
                if (isLive) {
                    assertEquals(roots.get((int) id.seqno()), root, "root at " + id);
                }
            } catch (CancellationException e) {
                assertEquals(false, isLive, "the root at " + id + " was cancelled");
            }
        }
    }

    @Override
    public void close() {
        primary.close();
        backup.close();
    }
}
