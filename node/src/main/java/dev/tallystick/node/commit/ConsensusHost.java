package dev.tallystick.node.commit;

import dev.tallystick.consensus.Effect;
import dev.tallystick.consensus.Effects;
import dev.tallystick.consensus.EntryInfo;
import dev.tallystick.consensus.Event;
import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.Raft;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The consensus thread: feeds the Raft state machine with entries and time and carries out its
 * effects in their order (spec 05, 1.3 and 9.1).
 *
 * <p>It is the sink of the pipeline. Its inbox is bounded; {@link #accept} waits when it is full.
 */
public final class ConsensusHost implements EntrySink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsensusHost.class);
    private static final int QUEUED_BATCHES_MAX = 256;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private sealed interface Work {
        /** Entries that this node has executed. */
        record Executed(List<PipelineEntry> entries) implements Work {}

        /** Look at {@link #writtenSeqno} again. */
        record Wake() implements Work {}
    }

    private final Raft raft;
    private final Duration tickInterval;
    private final FatalHandler fatal;
    private final NodesTableWatch nodesTable = new NodesTableWatch();
    private final BlockingQueue<Work> inbox = new ArrayBlockingQueue<>(QUEUED_BATCHES_MAX);
    private final Thread thread =
            Thread.ofPlatform().name("consensus").daemon().unstarted(this::run);

    // Set once before the thread starts.
    private @Nullable Store store;
    private volatile @Nullable LedgerWriter writer;

    // Owned by the consensus thread.
    private final Deque<PipelineEntry> offered = new ArrayDeque<>();
    private long reportedSeqno;
    private long tickedNanos;

    /** Highest commit that the ledger writer has confirmed; only grows. */
    private volatile long writtenSeqno;

    /** As of the last step; its commit position is what the store has been compacted to. */
    private volatile @Nullable RaftStatus published;

    private volatile boolean isStopping;

    /**
     * A host that has not started.
     *
     * @param raft confined to this host's thread from {@link #startService} on
     * @param tickInterval period of the clock
     * @param fatal told when a rule of consensus is broken or the store has failed
     */
    public ConsensusHost(Raft raft, Duration tickInterval, FatalHandler fatal) {
        this.raft = raft;
        this.tickInterval = tickInterval;
        this.fatal = fatal;
    }

    /** Called by the ledger writer, on its thread: entries up to {@code seqno} are written. */
    public void onWritten(long seqno) {
        writtenSeqno = seqno;
        // A full inbox needs no wake-up: its reader is busy and looks at the number afterwards.
        boolean _ = inbox.offer(new Work.Wake());
    }

    /**
     * Becomes primary of a new service, in view 2, and starts the thread.
     *
     * @param store whose sink this host is
     * @param writer to which entries go
     */
    public void startService(Store store, LedgerWriter writer) {
        this.store = store;
        this.writer = writer;
        store.onLocal(TableNames.NODES_INFO, nodesTable::onLocal);
        carryOut(raft.step(new Event.StartPrimary()));
        tickedNanos = System.nanoTime();
        publish();
        thread.start();
    }

    /**
     * The latest status. Its commit position is one that clients may be told of: written, and its
     * global hooks run. Its last seqno includes entries that are still in the pipeline.
     */
    public Optional<RaftStatus> status() {
        RaftStatus status = published;
        Store known = store;
        if (status == null || known == null) {
            return Optional.empty();
        }
        long lastSeqno = known.lastTxId().seqno();
        return Optional.of(
                lastSeqno <= status.lastSeqno()
                        ? status
                        : with(status, lastSeqno, status.committed()));
    }

    /** Whether the ledger waits for space on its disk: what is executed now may take long. */
    public boolean isStalled() {
        LedgerWriter known = writer;
        return known != null && known.isOutOfSpace();
    }

    @Override
    public void accept(List<PipelineEntry> batch) {
        try {
            inbox.put(new Work.Executed(batch));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing over to consensus", e);
        }
    }

    @Override
    public void failed(Throwable cause) {
        fatal.stop("The transaction pipeline has failed", cause);
    }

    private void run() {
        List<Work> batch = new ArrayList<>();
        try {
            while (!isStopping || !isDrained()) {
                Work first = inbox.poll(nanosToNextTick(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch);
                    batch.forEach(this::take);
                    batch.clear();
                }
                finishCommit();
                tick();
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) { // the thread's root: without it nothing would ever be committed
            fatal.stop("Consensus has failed", t);
        }
    }

    private boolean isDrained() {
        return inbox.isEmpty() && store().compactedSeqno() >= reportedSeqno;
    }

    private long nanosToNextTick() {
        return Math.max(0, tickedNanos + tickInterval.toNanos() - System.nanoTime());
    }

    private void tick() {
        long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - tickedNanos);
        if (elapsedMillis >= Math.max(1, tickInterval.toMillis())) {
            tickedNanos += TimeUnit.MILLISECONDS.toNanos(elapsedMillis);
            carryOut(raft.step(new Event.Tick(elapsedMillis)));
        }
    }

    private void take(Work work) {
        switch (work) {
            case Work.Executed(List<PipelineEntry> entries) -> offer(entries);
            case Work.Wake() -> {}
        }
    }

    /** Offers entries to the log, one step for each run of entries of the same view. */
    private void offer(List<PipelineEntry> entries) {
        int from = 0;
        while (from < entries.size()) {
            long view = entries.get(from).id().view();
            List<EntryInfo> infos = new ArrayList<>();
            int to = from;
            while (to < entries.size() && entries.get(to).id().view() == view) {
                infos.add(info(entries.get(to)));
                offered.add(entries.get(to));
                to++;
            }
            carryOut(raft.step(new Event.Appended(view, infos)));
            offered.clear();
            from = to;
        }
    }

    private EntryInfo info(PipelineEntry entry) {
        TxId id = entry.id();
        return new EntryInfo(
                new LogPosition(id.view(), id.seqno()),
                entry.bytes().length,
                entry.isSignature(),
                nodesTable.take(id.seqno()));
    }

    private void carryOut(Effects effects) {
        for (Effect effect : effects) {
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Append(long first, long last) -> writer().append(takeOffered(first, last));
            case Effect.Commit(long seqno) -> {
                reportedSeqno = seqno;
                writer().report(seqno);
            }
            case Effect.StartTerm(long view) -> store().becomePrimary(view);
            case Effect.Rollback(LogPosition last, long nextView) -> rollback(last, nextView);
            case Effect.Refuse(String reason) -> LOG.warn("Entries were refused: {}", reason);
            case Effect.RoleChanged changed ->
                    LOG.info("Now {} in view {}", changed.role(), changed.view());
            case Effect.Send _, Effect.SendEntries _, Effect.Associate _, Effect.Apply _ ->
                    throw new IllegalStateException(
                            "a service of one node has nobody to talk to: " + effect);
            case Effect.RequestRetiredCommitted() -> {
                // A service of one node has no retired nodes.
            }
        }
    }

    private List<PipelineEntry> takeOffered(long first, long last) {
        List<PipelineEntry> entries = new ArrayList<>();
        for (long seqno = first; seqno <= last; seqno++) {
            PipelineEntry entry = offered.remove();
            Check.that(entry.id().seqno() == seqno, "%s comes where %s was due", entry, seqno);
            entries.add(entry);
        }
        return entries;
    }

    private void rollback(LogPosition last, long nextView) {
        TxId to = last.seqno() == 0 ? TxId.NONE : new TxId(last.view(), last.seqno());
        store().rollback(to, nextView);
        writer().truncate(last.seqno());
    }

    /** A commit becomes real here: its entries are written, so the store may be compacted. */
    private void finishCommit() {
        long seqno = writtenSeqno;
        if (seqno > store().compactedSeqno()) {
            store().compact(seqno);
            writer().commit(seqno);
        }
    }

    private void publish() {
        RaftStatus status = raft.status();
        long seqno = store().compactedSeqno();
        published = with(status, status.lastSeqno(), new LogPosition(status.viewOf(seqno), seqno));
    }

    private static RaftStatus with(RaftStatus status, long lastSeqno, LogPosition committed) {
        return new RaftStatus(
                status.role(),
                status.view(),
                lastSeqno,
                committed,
                status.leader(),
                status.isTicking(),
                status.retirementPhase(),
                status.configurations(),
                status.acknowledgements(),
                status.viewHistory());
    }

    private Store store() {
        Store known = store;
        Check.that(known != null, "consensus has no store yet");
        return Objects.requireNonNull(known);
    }

    private LedgerWriter writer() {
        return Objects.requireNonNull(writer);
    }

    /**
     * Carries out what is in the inbox, waits for the commits that follow from it, and ends the
     * thread. The store's pipeline must have been closed before, the ledger writer must still run.
     */
    @Override
    public void close() {
        isStopping = true;
        boolean _ = inbox.offer(new Work.Wake());
        try {
            if (!thread.join(STOP_TIMEOUT)) {
                LOG.warn("Consensus did not stop within {}", STOP_TIMEOUT);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
