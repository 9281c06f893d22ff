package dev.tallystick.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Judges a recorded history: is it strictly serializable, with the order of ids as the serial
 * order? Ids sort by time, also across rollbacks, since each rollback opens a new view.
 */
final class HistoryChecker {
    /**
     * A new view.
     *
     * @param to id of the last entry that was kept; {@code null} if all were
     */
    record ViewChange(long view, @Nullable TxId to, RecordedTransaction.Interval nanos) {}

    private final List<RecordedTransaction> transactions;
    private final List<ViewChange> viewChanges;

    /** States of all branches by the id of their last entry. */
    private final Map<TxId, NavigableMap<String, String>> states = new HashMap<>();

    /** Ids of the live branch, from seqno 0 on. */
    private final List<TxId> branch = new ArrayList<>();

    HistoryChecker(List<RecordedTransaction> transactions, List<ViewChange> viewChanges) {
        this.transactions = transactions;
        this.viewChanges = viewChanges;
    }

    /**
     * Fails unless the history is right.
     *
     * @param signatures ids of the signature transactions
     * @return the state at the end
     */
    NavigableMap<String, String> check(List<TxId> signatures) {
        replay(signatures);
        for (RecordedTransaction tx : transactions) {
            if (tx.committed() == null) {
                NavigableMap<String, String> state = states.get(tx.base());
                assertTrue(state != null, () -> tx + " has read a state that never was");
                assertEquals("", tx.replayOn(Objects.requireNonNull(state)).wrong(), tx::toString);
            }
            checkViewChanges(tx);
        }
        checkRealTime();
        return Objects.requireNonNull(states.get(branch.getLast()));
    }

    /** Every committed transaction would have read the same at the place it got in the order. */
    private void replay(List<TxId> signatures) {
        TreeMap<TxId, RecordedTransaction> byId = new TreeMap<>(CHRONOLOGICAL);
        for (RecordedTransaction tx : transactions) {
            TxId id = tx.committed();
            if (id != null) {
                assertEquals(null, byId.put(id, tx), () -> id + " was given twice");
            }
        }
        List<TxId> ids = new ArrayList<>(byId.keySet());
        ids.addAll(signatures);
        ids.sort(CHRONOLOGICAL);
        branch.add(TxId.NONE);
        states.put(TxId.NONE, Collections.emptyNavigableMap());
        int changes = 0;
        for (TxId id : ids) {
            while (changes < viewChanges.size() && viewChanges.get(changes).view() <= id.view()) {
                rollBack(viewChanges.get(changes));
                changes++;
            }
            TxId parent = branch.getLast();
            assertEquals(parent.seqno() + 1, id.seqno(), () -> id + " follows " + parent);
            NavigableMap<String, String> before = Objects.requireNonNull(states.get(parent));
            RecordedTransaction tx = byId.get(id);
            if (tx == null) {
                states.put(id, before);
            } else {
                assertEquals(
                        tx.base(), branch.get((int) tx.base().seqno()), () -> tx + " outlived it");
                RecordedTransaction.Replayed replayed = tx.replayOn(before);
                assertEquals("", replayed.wrong(), tx::toString);
                states.put(id, replayed.state());
            }
            branch.add(id);
        }
        viewChanges.subList(changes, viewChanges.size()).forEach(this::rollBack);
    }

    private void rollBack(ViewChange change) {
        TxId to = change.to();
        if (to != null) {
            assertEquals(to, branch.get((int) to.seqno()), "rolled back to");
            branch.subList((int) to.seqno() + 1, branch.size()).clear();
        }
    }

    private static final Comparator<TxId> CHRONOLOGICAL =
            Comparator.comparingLong(TxId::view).thenComparingLong(TxId::seqno);

    /** A view that began and was done while a transaction ran fails it. */
    private void checkViewChanges(RecordedTransaction tx) {
        for (ViewChange change : viewChanges) {
            boolean isWithin =
                    change.nanos().before() > tx.beginNanos().after()
                            && change.nanos().after() < tx.endNanos().before();
            assertTrue(
                    !isWithin || tx.committed() == null,
                    () -> tx + " was committed although meanwhile " + change);
        }
    }

    /**
     * What was answered before a transaction began is in what it sees, unless it has been rolled
     * back. Committed reads may lag, but what they show is never rolled back.
     */
    private void checkRealTime() {
        for (RecordedTransaction later : transactions) {
            if (later.isReadCommitted()) {
                long dropped = droppedInView(later.base());
                assertEquals(Long.MAX_VALUE, dropped, () -> later + " was not final");
                continue;
            }
            for (RecordedTransaction earlier : transactions) {
                if (earlier.endNanos().after() < later.beginNanos().before()
                        && !isIn(later.base(), earlier.seen())) {
                    assertTrue(
                            isDroppedBefore(earlier.seen(), later.beginNanos().after()),
                            () -> later + " does not see " + earlier);
                }
            }
        }
    }

    private boolean isIn(TxId state, TxId entry) {
        return entry.seqno() == 0
                || (entry.seqno() <= state.seqno()
                        && entry.view() <= state.view()
                        && droppedInView(entry) > state.view());
    }

    private final Map<TxId, Long> droppedInView = new HashMap<>();

    /** View of the rollback that has dropped an entry; beyond all views if none has. */
    private long droppedInView(TxId id) {
        return droppedInView.computeIfAbsent(
                id,
                any ->
                        viewChanges.stream()
                                .filter(change -> drops(change, id))
                                .mapToLong(ViewChange::view)
                                .min()
                                .orElse(Long.MAX_VALUE));
    }

    private boolean isDroppedBefore(TxId id, long nanos) {
        return viewChanges.stream()
                .anyMatch(change -> drops(change, id) && change.nanos().before() < nanos);
    }

    private static boolean drops(ViewChange change, TxId id) {
        TxId to = change.to();
        return to != null && change.view() > id.view() && to.seqno() < id.seqno();
    }
}
