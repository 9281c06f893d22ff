package dev.tallystick.kv;

import dev.tallystick.kv.large.LargeValues;
import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.snapshot.SnapshotHeader;
import dev.tallystick.ledger.snapshot.SnapshotReader;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ways of a whole state into a store and out of it: snapshots of a running store, a store that
 * begins with a snapshot, and private maps that come later than the public ones.
 *
 * <p>Safe for use by any number of threads.
 */
public final class StateTransfer {
    private final Sequencer sequencer;
    private final History history;
    private final BackupApplier applier;
    private final ReentrantLock retention;
    private final Hooks localHooks;
    private final Hooks globalHooks;
    private final LargeValues values;

    /** What it works on, shared with the store. */
    record Parts(
            Sequencer sequencer,
            History history,
            BackupApplier applier,
            ReentrantLock retention,
            Hooks localHooks,
            Hooks globalHooks,
            LargeValues values) {}

    StateTransfer(Parts parts) {
        this.sequencer = parts.sequencer();
        this.history = parts.history();
        this.applier = parts.applier();
        this.retention = parts.retention();
        this.localHooks = parts.localHooks();
        this.globalHooks = parts.globalHooks();
        this.values = parts.values();
    }

    /**
     * The state as of a signature transaction, to be written into a snapshot file. Costs nothing;
     * the caller sees to it that the transaction is globally committed, and asks before {@link
     * Store#compact} passes it (spec 01, 7.4).
     *
     * @param seqno of the signature; not before the last compaction
     * @param viewStarts first seqno of each view up to the signature's, from view 1 on. It comes
     *     from consensus, which alone knows of views without entries, so that there is one keeper
     *     of the view history; a restored one is handed back in the snapshot's header
     * @throws IllegalStateException if there is no signature transaction at this seqno, or it is
     *     not made yet, or compaction has passed it, or private maps are left out
     */
    public StoreSnapshot snapshot(long seqno, List<Long> viewStarts) {
        lock();
        try {
            Check.that(!applier.isPublicOnly(), "no snapshot can be taken without private maps");
            State state = sequencer.revisionAt(seqno).state();
            TxId id = state.last();
            Check.that(
                    seqno == state.signature().seqno() && seqno <= history.appendedSeqno(),
                    "entry %s is no signature transaction that has been made",
                    id);
            Check.that(
                    viewStarts.size() == id.view(),
                    "%s views are given for the snapshot at %s",
                    viewStarts.size(),
                    id);
            return new StoreSnapshot(
                    state,
                    new SnapshotHeader(seqno, history.leaf(seqno), viewStarts),
                    history.secrets().at(seqno));
        } finally {
            unlock();
        }
    }

    /**
     * Begins with the state of a snapshot: maps with their versions, Merkle tree, last transaction.
     * All of it counts as committed. In public-only mode the private maps are left out.
     *
     * <p>What the snapshot says is believed: have it checked before by {@link
     * dev.tallystick.ledger.snapshot.SnapshotVerifier}. No hook runs by itself, see {@link
     * #showToHooks}. Beside the maps that come about, the heap holds one row at a time.
     *
     * @param snapshot not closed
     * @throws LedgerFormatException if the snapshot is malformed, not authentic, or there is no
     *     secret for it; nothing has changed then
     * @throws IOException if it cannot be read; nothing has changed then
     * @throws IllegalStateException if the store is not empty, or is primary
     */
    public void restore(SnapshotReader snapshot) throws IOException {
        sequencer.checkEmpty();
        RestoredState restored =
                RestoredState.read(snapshot, isPublicOnly() ? null : history.secrets(), values);
        lock();
        try {
            sequencer.restore(restored.state());
            history.restore(restored.tree());
        } finally {
            unlock();
        }
    }

    /**
     * Runs the hooks of one map, local ones first, as if its whole content had been written by one
     * entry at the map's version: so does CCF for every map when a snapshot is loaded (spec 01,
     * 7.5). Here the node asks for it, for the maps whose content it acts upon, when it is ready
     * for it. The content is copied if there is a hook; a map that was never written is not shown.
     *
     * @throws IllegalStateException if there are entries that are not committed, which the hooks
     *     have been told of already
     */
    public void showToHooks(String map) {
        retention.lock();
        try {
            State state = sequencer.current();
            Check.that(
                    state.last().equals(sequencer.compacted().last()),
                    "entries up to %s are not committed",
                    state.last());
            long version = state.version(Bytes.utf8(map));
            if (version != OrderedMap.ABSENT && (localHooks.has(map) || globalHooks.has(map))) {
                showToHooks(version, new WriteSet(List.of(content(map, state))));
            }
        } finally {
            retention.unlock();
        }
    }

    private static MapWrites content(String map, State state) {
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        Cursor<Bytes> cursor = state.map(Bytes.utf8(map)).cursor();
        for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
            rows.put(cursor.key(), cursor.value());
        }
        return MapWrites.of(map, rows);
    }

    private void showToHooks(long version, WriteSet content) {
        try {
            localHooks.run(version, content);
            globalHooks.run(version, content);
        } catch (RuntimeException | Error e) {
            sequencer.stop(StoreFailedException.of("a hook failed on a restored map", e));
            throw e;
        }
    }

    /**
     * Reads from now on only public maps: entries are neither decrypted nor authenticated, private
     * maps appear to be empty, and commits that write them throw (spec 01, 6.7). Ends with {@link
     * #installPrivate}.
     *
     * @throws IllegalStateException if the store is not empty, or is primary
     */
    public void setPublicOnly() {
        lock();
        try {
            sequencer.checkEmpty();
            applier.setPublicOnly(true);
        } finally {
            unlock();
        }
    }

    /** Whether only public maps are read. */
    public boolean isPublicOnly() {
        return applier.isPublicOnly();
    }

    /**
     * Begins to read private maps from seqno 1 on. The replay is independent of the store until
     * {@link #installPrivate}.
     *
     * @param recovered secrets of the ledger that the store does not know; those that it knows, and
     *     learns meanwhile, are used as well
     * @throws IllegalArgumentException if they contradict those known here
     */
    public PrivateReplay privateReplay(LedgerSecrets recovered) {
        return PrivateReplay.fromStart(recovered, source());
    }

    /**
     * Begins to read private maps with a snapshot; the entries after it follow.
     *
     * @throws LedgerFormatException if the snapshot is malformed, not authentic, or there is no
     *     secret for it
     * @throws IllegalArgumentException if the secrets contradict those known here
     * @throws IOException if it cannot be read
     */
    public PrivateReplay privateReplay(LedgerSecrets recovered, SnapshotReader snapshot)
            throws IOException {
        return PrivateReplay.from(snapshot, recovered, source());
    }

    private PrivateReplay.Source source() {
        return new PrivateReplay.Source(this::compactedSeqno, history::secrets, values);
    }

    /**
     * Makes the private maps of a replay those of the store, which is an ordinary one from then on
     * and has been given the recovered secrets. Costs one step for each entry since the last
     * compaction, and touches no data.
     *
     * @return false if the replay has to read further entries first: up to the last compaction, and
     *     up to the last entry with private maps that was applied here; or if it began with a
     *     snapshot that the last compaction has not reached, as the store could still roll back to
     *     before it. On a backup of a busy service the last step is best done on the thread that
     *     applies, so that nothing comes between
     * @throws LedgerFormatException if the replay has read another ledger than the store; nothing
     *     has changed then
     * @throws IllegalArgumentException if secrets of the replay contradict those known here;
     *     nothing has changed then
     * @throws IllegalStateException if the replay is ahead of the store, or the store is not in
     *     public-only mode
     */
    public boolean installPrivate(PrivateReplay replay) {
        lock();
        try {
            Check.that(applier.isPublicOnly(), "the private maps are there already");
            long at = replay.last().seqno();
            if (at < Math.max(compactedSeqno(), applier.lastSkippedSeqno())
                    || replay.firstSeqno() > compactedSeqno()) {
                return false;
            }
            Check.that(at <= history.appendedSeqno(), "the private replay is ahead: at %s", at);
            Digest root = history.rootBefore(at + 1);
            if (!root.equals(replay.root())) {
                throw new LedgerFormatException(
                        "the private replay has read another ledger: its root at "
                                + replay.last()
                                + " is "
                                + replay.root()
                                + ", that of the store "
                                + root);
            }
            history.give(replay.recovered());
            sequencer.showPrivateMaps(replay::mapsAt);
            applier.setPublicOnly(false);
            return true;
        } finally {
            unlock();
        }
    }

    private long compactedSeqno() {
        return sequencer.compacted().last().seqno();
    }

    private void lock() {
        retention.lock();
        history.lock();
    }

    private void unlock() {
        history.unlock();
        retention.unlock();
    }
}
