package dev.tallystick.kv;

import dev.tallystick.kv.large.LargeValues;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.PrivatePart;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.snapshot.SnapshotReader;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads the private maps of a ledger again, once its secrets have been recovered, while the store
 * that has read only the public ones goes on (spec 01, 6.7).
 *
 * <pre>{@code
 * PrivateReplay replay = store.privateReplay(recoveredSecrets);
 * do {
 *     // apply() every further entry of the ledger
 * } while (!store.installPrivate(replay));
 * }</pre>
 *
 * <p>It keeps the private maps as of every entry since the store's last compaction, as the store
 * may roll back to any of them; older ones share what is left of them with the newest. Confined to
 * one thread at a time.
 */
public final class PrivateReplay {
    private final LedgerSecrets recovered;
    private final Source store;
    private final EntryDecoder decoder = new EntryDecoder();

    /**
     * The private maps by the seqno that made them so; the first ones are of the store's last
     * compaction or before, or else of the snapshot.
     */
    private final NavigableMap<Long, OrderedMap<OrderedMap<Bytes>>> versions = new TreeMap<>();

    private final MerkleTree tree;
    private TxId last;

    /** Secrets of the store when it was last asked, and these together with the recovered ones. */
    private LedgerSecrets known;

    private LedgerSecrets all;

    /** What the replay asks the store for while both go on. */
    record Source(
            LongSupplier compactedSeqno, Supplier<LedgerSecrets> secrets, LargeValues values) {}

    private PrivateReplay(LedgerSecrets recovered, Source store, MerkleTree tree, TxId last) {
        this.recovered = recovered;
        this.store = store;
        this.known = store.secrets().get();
        this.all = recovered.withAll(known);
        this.tree = tree;
        this.last = last;
    }

    /** A replay from seqno 1. */
    static PrivateReplay fromStart(LedgerSecrets recovered, Source store) {
        PrivateReplay replay = new PrivateReplay(recovered, store, new MerkleTree(), TxId.NONE);
        replay.versions.put(0L, OrderedMap.empty());
        return replay;
    }

    /** A replay that begins after a snapshot. */
    static PrivateReplay from(SnapshotReader snapshot, LedgerSecrets recovered, Source store)
            throws IOException {
        PrivateReplay replay =
                new PrivateReplay(
                        recovered, store, RestoredState.tree(snapshot), snapshot.header().txId());
        replay.tree.flushTo(replay.last.seqno());
        replay.versions.put(
                replay.last.seqno(),
                RestoredState.privateMaps(snapshot, replay.secrets(), store.values()));
        return replay;
    }

    /** The last entry that was read; that of the snapshot at the start. */
    public TxId last() {
        return last;
    }

    /**
     * Reads the next entry.
     *
     * @param entry read, not kept
     * @throws LedgerFormatException if it does not follow the last one, or is malformed or not
     *     authentic, or there is no secret for it; nothing has changed then
     */
    public void apply(byte[] entry) {
        store.values().awaitRoom();
        PrivatePart part = decoder.decodePrivate(entry, secrets());
        TxId id = part.header().txId();
        if (id.seqno() != last.seqno() + 1 || id.view() < last.view()) {
            throw new LedgerFormatException("entry " + id + " does not follow " + last);
        }
        if (!part.writes().isEmpty()) {
            versions.put(
                    id.seqno(),
                    State.apply(
                            versions.lastEntry().getValue(),
                            part.writes().privateMaps(),
                            id.seqno(),
                            OrderedMap.empty(store.values().form())));
        }
        tree.append(part.leaf());
        last = id;
        forget(store.compactedSeqno().getAsLong());
    }

    /**
     * Takes back the entries above {@code to}, because the store has.
     *
     * @param to id of the last entry to keep
     * @throws IllegalStateException if the store's last compaction is later, or the replay began
     *     with a later snapshot
     */
    public void rollback(TxId to) {
        Check.that(to.seqno() >= tree.firstLeaf(), "a private replay cannot go back to %s", to);
        if (to.seqno() < last.seqno()) {
            tree.rollbackTo(to.seqno());
            versions.tailMap(to.seqno(), false).clear();
            last = to;
        }
    }

    /** Nobody asks any more for the private maps before {@code seqno}. */
    private void forget(long seqno) {
        long from = Math.min(seqno, last.seqno());
        if (from >= versions.firstKey()) {
            tree.flushTo(from);
            versions.headMap(versions.floorKey(from), false).clear();
        }
    }

    /**
     * The first seqno as of which the private maps are known; that of the snapshot at the start.
     */
    long firstSeqno() {
        return versions.firstKey();
    }

    /** The recovered secrets and those that the store knows by now. */
    private LedgerSecrets secrets() {
        LedgerSecrets now = store.secrets().get();
        if (now != known) {
            all = recovered.withAll(now);
            known = now;
        }
        return all;
    }

    LedgerSecrets recovered() {
        return recovered;
    }

    /** Root over all entries read. */
    Digest root() {
        return tree.root();
    }

    /** The private maps as of the entry at {@code seqno}, which the store still retains. */
    OrderedMap<OrderedMap<Bytes>> mapsAt(long seqno) {
        return versions.floorEntry(seqno).getValue();
    }
}
