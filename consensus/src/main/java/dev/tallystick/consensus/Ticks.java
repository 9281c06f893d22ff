package dev.tallystick.consensus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time brings (spec 05, 7.3). */
final class Ticks {

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final RaftState state;
    private final EntrySender sender;
    private final RoleChanges roles;

    Ticks(RaftState state, EntrySender sender, RoleChanges roles) {
        this.state = state;
        this.sender = sender;
        this.roles = roles;
    }

    void onTick(long elapsedMillis) {
        if (elapsedMillis == 0) {
            return;
        }
        state.timer.advance(elapsedMillis);
        if (state.isLeader()) {
            tickLeader(elapsedMillis);
        } else if (!state.retirement.isRetiredCommitted()
                && state.timer.hasElectionTimeoutPassed()) {
            roles.standForElection();
        }
    }

    private void tickLeader(long elapsedMillis) {
        if (state.timer.elapsedMillis() >= state.options.messageTimeoutMillis()) {
            state.timer.zero();
            state.batch.update();
            sender.sendToAll();
        }
        state.peers.values().forEach(peer -> peer.lastAckMillis += elapsedMillis);
        if (!isQuorumHeard()) {
            LOG.info("Stepping down: no quorum heard within the election timeout");
            roles.becomeFollower();
        }
    }

    /** CheckQuorum: every configuration needs a quorum that has answered lately. */
    private boolean isQuorumHeard() {
        for (Configuration configuration : state.configurations.all()) {
            int heard = 0;
            for (NodeId node : configuration.nodes().keySet()) {
                heard += isHeard(node) ? 1 : 0;
            }
            if (heard < Quorum.sizeOf(configuration.nodes().size())) {
                return false;
            }
        }
        return true;
    }

    private boolean isHeard(NodeId node) {
        Peer peer = state.peers.get(node);
        return peer == null || peer.lastAckMillis < state.options.electionTimeoutMillis();
    }
}
