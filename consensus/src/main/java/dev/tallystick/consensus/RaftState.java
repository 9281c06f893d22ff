package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The state of one node (spec 05, 1.2), shared by the classes that hold the rules. Confined to the
 * thread that steps {@link Raft}.
 */
final class RaftState {

    final NodeId self;
    final RaftOptions options;
    final ElectionTimer timer;
    final LogIndex log = new LogIndex();
    final Configurations configurations = new Configurations();
    final Retirement retirement = new Retirement();
    final BatchSize batch = new BatchSize();
    final Outbox out = new Outbox();

    /** Every other node that gets entries: a superset of the voters. In node id order. */
    final SortedMap<NodeId, Peer> peers = new TreeMap<>();

    long view;
    Leadership leadership = new Leadership.None();

    /** Null while unknown; this node itself while it is primary. */
    @Nullable NodeId leader;

    /** Whom this node voted for in {@link #view}; null if nobody. Volatile by design (1.4). */
    @Nullable NodeId votedFor;

    /** Whether one conflicting suffix may still be rolled back in {@link #view} (6.1, row 10). */
    boolean isNewFollower;

    RaftState(NodeId self, RaftOptions options, RandomGenerator random) {
        this.self = self;
        this.options = options;
        this.timer = new ElectionTimer(random, options.electionTimeoutMillis());
    }

    boolean isLeader() {
        return leadership instanceof Leadership.Leader;
    }

    boolean isCandidate() {
        return switch (leadership) {
            case Leadership.PreVoteCandidate c -> true;
            case Leadership.Candidate c -> true;
            case Leadership.None n -> false;
            case Leadership.Follower f -> false;
            case Leadership.Leader l -> false;
        };
    }

    void zeroLastAcks() {
        peers.values().forEach(peer -> peer.lastAckMillis = 0);
    }

    /** Tells the host of a new role, view or primary. */
    void announce() {
        out.add(new Effect.RoleChanged(leadership.role(), view, leader));
    }
}
