package dev.tallystick.consensus;

import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The consensus of one node as a deterministic state machine (spec 05). Give it events with {@link
 * #step}; carry out the {@link Effects} in their order before the next step.
 *
 * <p>An I/O-free core cannot apply entries itself. So a step may end with {@link Effect.Apply}: the
 * next event must then be the {@link Event.Applied} that answers it, and any other event has to
 * wait (the step refuses it with {@link IllegalStateException}).
 *
 * <p>A message never makes a step throw, whatever it says: it is answered or dropped as the tables
 * of section 6 say. An {@link IllegalStateException} means that the host broke the rules above, or
 * a defect of the core; the node must stop.
 *
 * <p>Confined to one thread. What other threads may see is in {@link #status()}.
 */
public final class Raft {

    private final RaftState state;
    private final AppendEntriesHandler appendEntries;
    private final Acknowledgements acknowledgements;
    private final Elections elections;
    private final Ticks ticks;
    private final LocalAppends localAppends;
    private final Reconfiguration reconfiguration;
    private final Startup startup;

    /**
     * A node that has not started: its first event is {@link Event.StartPrimary}, {@link
     * Event.RecoverPrimary} or {@link Event.StartBackup}.
     *
     * @param random spreads election timeouts; seeded, it makes runs repeatable
     */
    public Raft(NodeId self, RaftOptions options, RandomGenerator random) {
        state = new RaftState(self, options, random);
        EntrySender sender = new EntrySender(state);
        reconfiguration = new Reconfiguration(state, sender);
        Commitment commitment = new Commitment(state, reconfiguration);
        RoleChanges roles = new RoleChanges(state, sender, commitment, reconfiguration);
        appendEntries = new AppendEntriesHandler(state, roles, commitment, reconfiguration);
        acknowledgements = new Acknowledgements(state, roles, commitment);
        elections = new Elections(state, roles);
        ticks = new Ticks(state, sender, roles);
        localAppends = new LocalAppends(state, sender, commitment, reconfiguration);
        startup = new Startup(state, roles, reconfiguration);
    }

    /** Takes one event and says what must be done. */
    public Effects step(Event event) {
        Check.that(
                appendEntries.isApplying() == event instanceof Event.Applied,
                "entries being applied: {}, event: {}",
                appendEntries.isApplying(),
                event.getClass().getSimpleName());
        switch (event) {
            case Event.Tick tick -> ticks.onTick(tick.elapsedMillis());
            case Event.Received received -> onMessage(received.from(), received.message());
            case Event.Appended appended -> localAppends.onAppended(appended);
            case Event.Applied applied -> appendEntries.onApplied(applied);
            case Event.StartPrimary start -> startup.startPrimary();
            case Event.RecoverPrimary recovery -> startup.recoverPrimary(recovery);
            case Event.StartBackup start -> startup.startBackup(start);
            case Event.NominateSuccessor nominate -> reconfiguration.nominateSuccessor();
        }
        return state.out.take();
    }

    private void onMessage(NodeId from, Message message) {
        if (from.equals(state.self)) {
            return;
        }
        switch (message) {
            case Message.AppendEntries m -> appendEntries.onAppendEntries(from, m);
            case Message.AppendEntriesResponse m -> acknowledgements.onResponse(from, m);
            case Message.RequestVote m -> elections.onRequestVote(from, m);
            case Message.RequestVoteResponse m -> elections.onRequestVoteResponse(from, m);
            case Message.RequestPreVote m -> elections.onRequestPreVote(from, m);
            case Message.RequestPreVoteResponse m -> elections.onRequestPreVoteResponse(from, m);
            case Message.ProposeRequestVote m -> elections.onProposeRequestVote(m);
        }
    }

    /**
     * The election timer runs from now on: scenarios begin so (11.2), real nodes never do (7.2).
     */
    void startTicking() {
        state.timer.startTicking();
    }

    /** This node. */
    public NodeId self() {
        return state.self;
    }

    /** The current view; 0 before the start, 2 in a new service. */
    public long view() {
        return state.view;
    }

    /** The last entry of the log; 0 if it is empty. */
    public long lastSeqno() {
        return state.log.lastSeqno();
    }

    /** Everything up to here is committed; 0 before the first commit. */
    public long commitSeqno() {
        return state.log.commitSeqno();
    }

    /** The present role. */
    public Role role() {
        return state.leadership.role();
    }

    /** The primary of this view, if known. */
    public Optional<NodeId> leader() {
        return Optional.ofNullable(state.leader);
    }

    /** Where each view begins. Immutable. */
    public ViewHistory viewHistory() {
        return state.log.history();
    }

    /**
     * Whether a new primary still owes the first signature of its view (7.5). The host signs at the
     * next signature timer if this is true, or if there are unsigned entries.
     */
    public boolean isSignatureDue() {
        return state.leadership instanceof Leadership.Leader leader && leader.isSignatureDue;
    }

    /**
     * Whether requests are to be refused with 503 {@code TooManyPendingTransactions}, because too
     * many entries are not committed (7.4).
     */
    public boolean isOverloaded() {
        long limit = state.options.uncommittedEntriesMax();
        return state.isLeader() && limit > 0 && lastSeqno() - commitSeqno() >= limit;
    }

    /** A snapshot of the state for other threads. */
    public RaftStatus status() {
        TreeMap<NodeId, RaftStatus.Acknowledgement> acknowledged = new TreeMap<>();
        for (Peer peer : state.peers.values()) {
            acknowledged.put(
                    peer.id, new RaftStatus.Acknowledgement(peer.matchSeqno, peer.lastAckMillis));
        }
        return new RaftStatus(
                role(),
                view(),
                lastSeqno(),
                state.log.positionOf(commitSeqno()),
                state.leader,
                state.timer.isTicking(),
                state.retirement.phase(),
                state.configurations.all(),
                acknowledged,
                viewHistory());
    }
}
