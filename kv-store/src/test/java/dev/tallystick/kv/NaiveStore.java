package dev.tallystick.kv;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the store should do, as plainly as it can be said: whole copies of whole maps, kept for each
 * seqno; rules of roles and views written out. One thread, no pipeline, no signature tables.
 */
final class NaiveStore {
    /** A value and the seqno that wrote it. */
    record Versioned(Bytes value, long version) {}

    /** All maps as of one entry. */
    record State(TxId id, Map<String, NavigableMap<Bytes, Versioned>> maps) {
        NavigableMap<Bytes, Versioned> map(String name) {
            return maps.getOrDefault(name, new TreeMap<>());
        }
    }

    /** One entry of the live branch; a signature writes nothing here. */
    record Entry(TxId id, boolean isSignature, WriteSet writes) {}

    /** How a commit ended, with the id that the store should name. */
    record Verdict(String name, @Nullable TxId id) {
        static final Verdict CONFLICT = new Verdict("conflict", null);
        static final Verdict NOT_PRIMARY = new Verdict("not primary", null);
    }

    /** The live branch; the element at {@code i} has seqno {@code i + 1}. */
    private final List<Entry> entries = new ArrayList<>();

    /** From the compacted state on, by seqno. */
    private final NavigableMap<Long, State> states = new TreeMap<>();

    private long epoch;
    private long compacted;
    private long view;
    private boolean isPrimary;

    /** Greatest view of an entry that was dropped. */
    private long closedView;

    NaiveStore() {
        states.put(0L, new State(TxId.NONE, Map.of()));
    }

    NaiveTransaction begin() {
        return new NaiveTransaction(epoch, last(), committed());
    }

    NaiveTransaction readCommitted() {
        return new NaiveTransaction(epoch, committed(), committed());
    }

    List<Entry> entries() {
        return entries;
    }

    TxId lastId() {
        return last().id();
    }

    /** The latest state of one map. */
    NavigableMap<Bytes, Versioned> content(String map) {
        return last().map(map);
    }

    /** Id of the live entry at {@code seqno}, which may be 0. */
    TxId id(long seqno) {
        return seqno == 0 ? TxId.NONE : entries.get((int) seqno - 1).id();
    }

    long compactedSeqno() {
        return compacted;
    }

    boolean isPrimary() {
        return isPrimary;
    }

    long view() {
        return view;
    }

    long unsignedCount() {
        int signed = entries.size();
        while (signed > 0 && !entries.get(signed - 1).isSignature()) {
            signed--;
        }
        return (long) entries.size() - signed;
    }

    Verdict commit(NaiveTransaction tx) {
        if (tx.hasNoWrites()) {
            TxId at = tx.baseId();
            return new Verdict("read-only", tx.touched() && at.seqno() > 0 ? at : null);
        }
        if (!isPrimary || tx.epoch() != epoch) {
            return Verdict.NOT_PRIMARY;
        }
        return tx.readsHoldIn(last()) ? committed(tx) : Verdict.CONFLICT;
    }

    private Verdict committed(NaiveTransaction tx) {
        TxId id = nextId();
        Map<String, NavigableMap<Bytes, Versioned>> next = new HashMap<>(last().maps());
        tx.writes().forEach((name, writes) -> next.put(name, after(name, writes, id.seqno())));
        add(new Entry(id, false, writeSet(tx)), next);
        return new Verdict("committed", id);
    }

    private NavigableMap<Bytes, Versioned> after(
            String name, Map<Bytes, Optional<Bytes>> writes, long seqno) {
        NavigableMap<Bytes, Versioned> map = new TreeMap<>(last().map(name));
        writes.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        map.put(key, new Versioned(value.get(), seqno));
                    } else {
                        map.remove(key);
                    }
                });
        return map;
    }

    private static WriteSet writeSet(NaiveTransaction tx) {
        List<MapWrites> maps = new ArrayList<>();
        tx.writes()
                .forEach(
                        (name, changes) -> {
                            TreeMap<Bytes, Bytes> writes = new TreeMap<>();
                            TreeSet<Bytes> removals = new TreeSet<>();
                            changes.forEach(
                                    (key, value) ->
                                            value.ifPresentOrElse(
                                                    v -> writes.put(key, v),
                                                    () -> removals.add(key)));
                            maps.add(new MapWrites(name, writes, removals));
                        });
        return new WriteSet(maps);
    }

    /** A signature over at least {@code unsignedMin} entries, if there are so many. */
    Optional<TxId> sign(long unsignedMin) {
        if (!isPrimary || unsignedCount() < unsignedMin) {
            return Optional.empty();
        }
        TxId id = nextId();
        add(new Entry(id, true, WriteSet.EMPTY), last().maps());
        return Optional.of(id);
    }

    void compact(long seqno) {
        compacted = Math.max(compacted, seqno);
        states.headMap(compacted, false).clear();
    }

    boolean mayBecomePrimary(long newView) {
        return newView > closedView && newView >= lastId().view();
    }

    void becomePrimary(long newView) {
        view = newView;
        isPrimary = true;
        epoch++;
    }

    void becomeBackup() {
        isPrimary = false;
    }

    boolean mayRollBack(long seqno, long nextView) {
        return seqno >= compacted
                && seqno <= lastId().seqno()
                && (!isPrimary || nextView > closedViewAfter(seqno));
    }

    void rollback(long seqno, long nextView) {
        closedView = closedViewAfter(seqno);
        states.tailMap(seqno, false).clear();
        entries.subList((int) seqno, entries.size()).clear();
        view = nextView;
        epoch++;
    }

    private long closedViewAfter(long seqno) {
        return seqno < lastId().seqno() ? Math.max(closedView, lastId().view()) : closedView;
    }

    private void add(Entry entry, Map<String, NavigableMap<Bytes, Versioned>> maps) {
        entries.add(entry);
        states.put(entry.id().seqno(), new State(entry.id(), maps));
    }

    private TxId nextId() {
        return new TxId(view, lastId().seqno() + 1);
    }

    private State last() {
        return states.lastEntry().getValue();
    }

    private State committed() {
        return states.firstEntry().getValue();
    }
}
