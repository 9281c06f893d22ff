package dev.tallystick.consensus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where a node changes its role, but for its own final retirement (spec 05, 5.1 to
 * 5.4).
 *
 * <table>
 * <caption>Role transitions (6.6)</caption>
 * <tr><th>From</th><th>To</th><th>Cause</th></tr>
 * <tr><td>None</td><td>Leader</td><td>start, recovery</td></tr>
 * <tr><td>None</td><td>Follower</td><td>start as backup; a message of a higher view</td></tr>
 * <tr><td>Follower, Candidate, PreVoteCandidate</td><td>PreVoteCandidate</td><td>election
 * timeout</td></tr>
 * <tr><td>the same</td><td>Candidate</td><td>election timeout without pre-vote;
 * ProposeRequestVote</td></tr>
 * <tr><td>PreVoteCandidate</td><td>Candidate</td><td>pre-votes of every configuration</td></tr>
 * <tr><td>Candidate</td><td>Leader</td><td>votes of every configuration</td></tr>
 * <tr><td>PreVoteCandidate, Candidate</td><td>Follower</td><td>AppendEntries of the same view; a
 * higher view</td></tr>
 * <tr><td>Leader</td><td>Follower</td><td>a higher view; no quorum heard of</td></tr>
 * <tr><td>Leader, Follower</td><td>None</td><td>own retirement committed</td></tr>
 * </table>
 */
final class RoleChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RoleChanges.class);

    private final RaftState state;
    private final EntrySender sender;
    private final Commitment commitment;
    private final Reconfiguration reconfiguration;

    RoleChanges(
            RaftState state,
            EntrySender sender,
            Commitment commitment,
            Reconfiguration reconfiguration) {
        this.state = state;
        this.sender = sender;
        this.commitment = commitment;
        this.reconfiguration = reconfiguration;
    }

    /** A backup of the same view, without its unsigned tail (5.1): a primary without a quorum. */
    void becomeFollower() {
        leaveRole();
        commitment.rollbackToLastCommittable();
        enterFollower();
    }

    /**
     * A candidate hears the primary of its own view (6.1, row 3). It keeps its vote, or it could
     * vote twice in this view (deviation D2), and its log, because it has acknowledged that log to
     * this very primary (D3).
     */
    void becomeFollowerOfSameView() {
        leaveRole();
        enterFollower();
        state.isNewFollower = true;
    }

    /** A higher view exists (5.2); also the start as a backup (9.2). */
    void becomeAwareOf(long view) {
        state.view = view;
        state.votedFor = null;
        becomeFollower();
        state.isNewFollower = true;
    }

    /** The election timer has run out (7.3). */
    void standForElection() {
        if (state.options.isPreVoteEnabled()) {
            becomePreVoteCandidate();
        } else {
            becomeCandidate();
        }
    }

    /** Asks all others whether they would vote for this node, before raising the view (5.3). */
    private void becomePreVoteCandidate() {
        if (state.configurations.isEmpty()) {
            return;
        }
        Votes votes = new Votes(state.configurations.all());
        state.leadership = new Leadership.PreVoteCandidate(votes);
        state.leader = null;
        state.timer.randomise();
        logRole();
        countVote(votes, state.self);
        sendToOthers(new Message.RequestPreVote(state.view, state.log.lastCommittable()));
    }

    /** Asks all others for their votes in the next view (5.3). */
    void becomeCandidate() {
        if (state.configurations.isEmpty() || state.view == LogPosition.NUMBER_MAX) {
            return;
        }
        Votes votes = new Votes(state.configurations.all());
        state.leadership = new Leadership.Candidate(votes);
        state.leader = null;
        state.votedFor = state.self;
        state.view++;
        state.timer.randomise();
        state.zeroLastAcks();
        logRole();
        countVote(votes, state.self);
        sendToOthers(new Message.RequestVote(state.view, state.log.lastCommittable()));
    }

    /** One more vote for this candidacy; with enough, the next role follows at once (5.3). */
    void countVote(Votes votes, NodeId voter) {
        votes.count(voter);
        if (!votes.areEnough()) {
            return;
        }
        switch (state.leadership) {
            case Leadership.PreVoteCandidate candidate -> becomeCandidate();
            case Leadership.Candidate candidate -> becomeLeader();
            case Leadership.None none -> {}
            case Leadership.Follower follower -> {}
            case Leadership.Leader leader -> {}
        }
    }

    /**
     * The primary of its view (5.4). It drops its unsigned tail, except before the first commit:
     * the genesis entries must survive.
     */
    void becomeLeader() {
        if (state.retirement.isRetiredCommitted()) {
            return;
        }
        if (state.log.commitSeqno() > 0) {
            commitment.rollbackToLastCommittable();
        } else {
            state.out.add(new Effect.StartTerm(state.view));
        }
        state.leadership = new Leadership.Leader();
        state.leader = state.self;
        state.timer.zero();
        state.zeroLastAcks();
        logRole();
        if (state.configurations.otherMembers(state.self).isEmpty()) {
            commitment.advance();
        }
        for (Peer peer : state.peers.values()) {
            peer.matchSeqno = 0;
            peer.sentSeqno = state.log.lastSeqno();
            sender.sendHeartbeat(peer);
        }
        reconfiguration.requestCleanUp();
    }

    private void leaveRole() {
        state.leader = null;
        state.timer.randomise();
        state.zeroLastAcks();
    }

    private void enterFollower() {
        state.leadership = new Leadership.Follower();
        logRole();
    }

    private void sendToOthers(Message message) {
        for (NodeId node : state.configurations.otherMembers(state.self)) {
            state.out.send(node, message);
        }
    }

    private void logRole() {
        LOG.info("Becoming {} in view {}", state.leadership.role().text(), state.view);
        state.announce();
    }
}
