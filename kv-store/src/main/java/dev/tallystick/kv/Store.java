package dev.tallystick.kv;

import dev.tallystick.kv.large.LargeValues;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.kv.sealed.SealedStoreException;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * All tables of the service, and the pipeline that turns transactions into ledger entries.
 *
 * <p>Safe for use by any number of threads. It starts as a backup with an empty state. Once the
 * pipeline has failed, everything that writes throws {@link StoreFailedException}; reading goes on.
 *
 * <p>Lock order, for those who read the code: retention, then history, then commit.
 */
public final class Store implements AutoCloseable {
    /** How often a transaction is run before its conflict is final, as in CCF (spec 02, 3.1). */
    public static final int ATTEMPTS_MAX = 30;

    private final StoreOptions options;
    private final LargeValues values;
    private final Hooks localHooks = new Hooks();
    private final Hooks globalHooks = new Hooks();
    private final Sequencer sequencer;
    private final History history;
    private final Pipeline pipeline;
    private final BackupApplier applier;
    private final StateTransfer transfer;

    /**
     * Held by whoever moves the ends of the list of retained revisions: compaction, rollback,
     * apply.
     */
    private final ReentrantLock retention = new ReentrantLock();

    /**
     * Opens an empty store and starts its pipeline thread.
     *
     * @param secrets ledger secrets known at the start; a rollback never drops these
     * @param signer makes signature transactions, called on the pipeline thread
     * @param sink receives the final entries, called on the pipeline thread
     */
    public Store(StoreOptions options, LedgerSecrets secrets, Signer signer, EntrySink sink) {
        this.options = options;
        PipelineQueue queue = new PipelineQueue(options.queuedEntriesMax());
        this.values = LargeValues.open(options.values(), this::stopForLostValue);
        this.sequencer =
                new Sequencer(
                        queue,
                        options.uncommittedBytesMax(),
                        State.empty(OrderedMap.empty(values.form())));
        this.history = new History(options.chunkBytes(), secrets);
        this.applier = new BackupApplier(sequencer, history, localHooks);
        this.transfer =
                new StateTransfer(
                        new StateTransfer.Parts(
                                sequencer,
                                history,
                                applier,
                                retention,
                                localHooks,
                                globalHooks,
                                values));
        this.pipeline =
                new Pipeline(
                        options,
                        new Pipeline.Parts(sequencer, queue, history, localHooks),
                        new Pipeline.Ports(signer, sink));
        pipeline.start();
    }

    private void stopForLostValue(SealedStoreException e) {
        sequencer.stop(
                StoreFailedException.of("the disk has lost or altered a value of the state", e));
    }

    /** A transaction on the latest local state, committed or not. */
    public Transaction begin() {
        State committed = sequencer.compacted(); // first, so that it is not newer than the other
        return Transaction.on(sequencer.current(), committed);
    }

    /**
     * A transaction on the latest local state, with the Merkle root over exactly the entries in it.
     */
    public RootedTransaction beginWithRoot() {
        history.lock(); // so that no rollback comes between the two
        try {
            Transaction tx = begin();
            return new RootedTransaction(tx, history.rootThrough(tx.readSeqno()));
        } finally {
            history.unlock();
        }
    }

    /** A read-only transaction on the state of the last compaction: what is globally committed. */
    public Transaction readCommitted() {
        State committed = sequencer.compacted();
        return Transaction.readOnly(committed, committed);
    }

    /**
     * Ends a transaction. The only serial step of a write; it does not wait for the pipeline.
     *
     * <p>After {@link CommitResult.Committed} the transaction is over; after any other result it is
     * unchanged.
     *
     * @throws StoreFailedException if the transaction has writes and the store has stopped
     * @throws IllegalArgumentException if the transaction is too large for one entry; it is
     *     unchanged then
     * @throws IllegalStateException if it writes private maps while this store reads only public
     *     ones; it is unchanged then
     */
    public CommitResult commit(Transaction tx) {
        tx.checkOpen();
        WriteSet writes = tx.writeSet();
        if (applier.isPublicOnly() && !writes.privateMaps().isEmpty()) {
            throw new IllegalStateException(
                    "the private maps have not been recovered yet: cannot write to "
                            + writes.privateMaps().getFirst().name());
        }
        if (writes.isEmpty()) {
            boolean hasId = tx.touched() && tx.readSeqno() > 0;
            return new CommitResult.ReadOnly(hasId ? tx.readTxId() : null);
        }
        if (values.isBehind()) {
            return new CommitResult.Busy();
        }
        return sequencer.commit(tx, writes);
    }

    /**
     * Runs {@code body} in a new transaction and commits it, again from the start as long as it
     * conflicts with others.
     *
     * @param body may be run up to {@link #ATTEMPTS_MAX} times; what it throws ends the attempts
     * @return what became of the last attempt; {@link CommitResult.Conflict} if all have conflicted
     */
    public CommitResult run(Consumer<Transaction> body) {
        CommitResult result = new CommitResult.Conflict();
        for (int i = 0; i < ATTEMPTS_MAX && result instanceof CommitResult.Conflict; i++) {
            Transaction tx = begin();
            body.accept(tx);
            result = commit(tx);
        }
        return result;
    }

    /**
     * From now on commits are accepted; their entries carry {@code view}. Transactions begun before
     * fail.
     *
     * @throws IllegalStateException if {@code view} is below that of the last entry, or not above
     *     that of entries that were rolled back: view and seqno are the nonce of an entry's
     *     encryption
     */
    public void becomePrimary(long view) {
        sequencer.becomePrimary(view);
    }

    /**
     * From now on commits are {@link CommitResult.NotPrimary}. What is in the pipeline still comes
     * out of it.
     */
    public void becomeBackup() {
        sequencer.becomeBackup();
    }

    /** Whether commits are accepted, as far as the role goes. */
    public boolean isPrimary() {
        return sequencer.isPrimary();
    }

    /** View of the next entry of this node. */
    public long view() {
        return sequencer.view();
    }

    /**
     * Reserves the next seqno for a signature transaction over everything before it.
     *
     * @return its id; empty if nothing is unsigned, if this node is not primary, or if the queue is
     *     full
     */
    public Optional<TxId> sign() {
        return sign(1);
    }

    /**
     * Like {@link #sign()}, but only if at least {@code unsignedMin} entries are unsigned: of
     * several callers that have found so many, one makes the signature.
     *
     * @param unsignedMin at least 1
     */
    public Optional<TxId> sign(long unsignedMin) {
        Check.that(unsignedMin >= 1, "a signature over %s entries", unsignedMin);
        return sequencer.reserveSignature(unsignedMin);
    }

    /**
     * Like {@link #sign}, even if nothing is unsigned: a new primary's first signature (spec 01,
     * 5.4).
     */
    public Optional<TxId> signAnyway() {
        return sequencer.reserveSignature(0);
    }

    /** How many entries follow the last signature transaction, made or reserved. */
    public long unsignedCount() {
        return sequencer.unsignedCount();
    }

    /** Id of the last local entry; {@link TxId#NONE} if there is none. */
    public TxId lastTxId() {
        return sequencer.current().last();
    }

    /** Seqno of the last signature transaction, made or reserved; 0 if there is none. */
    public long lastSignatureSeqno() {
        return sequencer.current().signature().seqno();
    }

    /** Seqno up to which the state is final; 0 at the start. */
    public long compactedSeqno() {
        return sequencer.compacted().last().seqno();
    }

    /**
     * Everything up to {@code seqno} is globally committed: older states are dropped, then the
     * global hooks run on this thread, entry by entry in seqno order. Does nothing if that is so
     * already.
     *
     * @throws IllegalStateException if the entry does not exist, or has not left the pipeline
     */
    public void compact(long seqno) {
        retention.lock();
        try {
            if (seqno <= compactedSeqno()) {
                return;
            }
            Check.that(
                    seqno <= history.appendedSeqno(),
                    "entry %s cannot be committed before it has left the pipeline, which is at %s",
                    seqno,
                    history.appendedSeqno());
            List<Revision> passed = sequencer.compact(seqno);
            history.compactLater(seqno);
            for (Revision revision : passed) {
                runGlobalHooks(revision);
            }
        } finally {
            retention.unlock();
        }
    }

    private void runGlobalHooks(Revision revision) {
        try {
            globalHooks.run(revision.seqno(), revision.writes());
        } catch (RuntimeException | Error e) {
            sequencer.stop(StoreFailedException.of("a global hook failed at " + revision.id(), e));
            throw e;
        }
    }

    /**
     * Undoes every entry above {@code to}, in the state, the queue, the Merkle tree, the chunks and
     * the ledger secrets; transactions begun before fail with {@link CommitResult.NotPrimary}, even
     * if nothing is removed (spec 05, 9.1).
     *
     * @param to id of the last entry to keep
     * @param nextView view of the next entry; if this node is primary and entries are removed, a
     *     later one than theirs
     * @throws IllegalStateException if {@code to} is below the last compaction or above the last
     *     entry
     */
    public void rollback(TxId to, long nextView) {
        retention.lock();
        try {
            history.lock();
            try {
                sequencer.rollback(to, nextView);
                history.rollback(to.seqno());
                applier.rolledBack(to.seqno());
            } finally {
                history.unlock();
            }
        } finally {
            retention.unlock();
        }
    }

    /**
     * Applies the next entry as a backup; entries at and above its seqno that were never committed
     * give way to it. Local hooks run on this thread. The entry does not go to the sink.
     *
     * @param entry kept, not copied
     * @param verifier asked about signature transactions, before anything changes
     * @throws dev.tallystick.ledger.LedgerFormatException if the entry is refused; nothing has
     *     changed then
     * @throws IllegalStateException if this node is primary, or if entries below this one that it
     *     made as primary have not left the pipeline; nothing has changed then
     */
    public PipelineEntry apply(byte[] entry, SignatureVerifier verifier) {
        return applyEntry(entry, null, verifier);
    }

    /**
     * Like {@link #apply(byte[], SignatureVerifier)}, for an entry that has been announced.
     *
     * @param announced what consensus says that the entry is; it is refused if it is another one
     */
    public PipelineEntry apply(byte[] entry, TxId announced, SignatureVerifier verifier) {
        return applyEntry(entry, announced, verifier);
    }

    private PipelineEntry applyEntry(
            byte[] entry, @Nullable TxId announced, SignatureVerifier verifier) {
        values.awaitRoom();
        retention.lock();
        try {
            history.lock();
            try {
                return applier.apply(entry, announced, verifier);
            } finally {
                history.unlock();
            }
        } finally {
            retention.unlock();
        }
    }

    /**
     * The ways of a whole state into this store and out of it: snapshots, and private maps that
     * come later.
     */
    public StateTransfer transfer() {
        return transfer;
    }

    /**
     * Registers a hook that runs for each local entry that changes {@code map}: in seqno order, on
     * the pipeline thread (on a backup, on the thread that applies), after the entry was encrypted
     * and before it reaches the sink. It must not wait for another entry, nor commit.
     */
    public void onLocal(String map, MapHook hook) {
        localHooks.add(map, hook);
    }

    /**
     * Registers a hook that runs inside {@link #compact} for each entry that changes {@code map},
     * in seqno order.
     */
    public void onGlobal(String map, MapHook hook) {
        globalHooks.add(map, hook);
    }

    /** Asks for a chunk that ends at the first signature from {@code seqno} on (spec 01, 1.5). */
    public void requestChunk(long seqno) {
        history.requestChunk(seqno);
    }

    /**
     * The next signature shall end a chunk, so that a snapshot can be taken there (spec 01, 1.5).
     */
    public void requestSnapshotAtNextSignature() {
        history.requestSnapshot();
    }

    /**
     * Adds a ledger secret. To take effect for exactly the entries from its seqno on, it must come
     * from a local hook of an earlier entry: a rekey at {@code R} adds one that is valid from
     * {@code R + 1} (spec 01, 6.1).
     */
    public void addSecret(LedgerSecret secret) {
        history.addSecret(secret);
    }

    /**
     * Adds secrets that this node was given when it joined, or has recovered. Unlike those that it
     * learns from entries, a rollback never drops them (spec 01, 6.1): so none may come from a
     * rekey that could still be rolled back.
     *
     * @throws IllegalArgumentException if another key is known for one of their seqnos
     */
    public void giveSecrets(LedgerSecrets given) {
        history.give(given);
    }

    /** The ledger secrets in use. */
    public LedgerSecrets secrets() {
        return history.secrets();
    }

    /** Why the store has stopped, if it has. */
    public Optional<StoreFailedException> failure() {
        return Optional.ofNullable(sequencer.stopped());
    }

    /** Refuses further writes, lets the pipeline empty itself and ends its thread. */
    @Override
    public void close() {
        StoreFailedException closed = StoreFailedException.of("it is closed");
        sequencer.stop(closed);
        try {
            pipeline.close(options.closeTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        history.stop(closed);
        values.close();
    }
}
