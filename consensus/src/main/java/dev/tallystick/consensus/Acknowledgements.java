package dev.tallystick.consensus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A primary learns how far its peers are (spec 05, 6.2). */
final class Acknowledgements {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    private final RaftState state;
    private final RoleChanges roles;
    private final Commitment commitment;

    Acknowledgements(RaftState state, RoleChanges roles, Commitment commitment) {
        this.state = state;
        this.roles = roles;
        this.commitment = commitment;
    }

    void onResponse(NodeId from, Message.AppendEntriesResponse response) {
        Peer peer = state.peers.get(from);
        if (peer == null || !state.isLeader()) { // rows 1, 2
            return;
        }
        peer.lastAckMillis = 0; // row 3
        if (response.view() > state.view) { // row 4
            roles.becomeAwareOf(response.view());
        } else if (!response.success()) {
            moveBack(peer, new LogPosition(response.view(), response.lastSeqno()));
        } else if (response.view() == state.view) { // else row 5: stale
            acknowledge(peer, response.lastSeqno());
        }
    }

    /**
     * Row 7: what to send next. A refusal cannot be told from one of an earlier view, hence never
     * below what is known to be held; and it never moves that.
     */
    private void moveBack(Peer peer, LogPosition estimate) {
        long match = state.log.highestPossibleMatch(estimate);
        peer.sentSeqno = Math.max(Math.min(match, peer.sentSeqno), peer.matchSeqno);
    }

    /** Rows 6 and 8. */
    private void acknowledge(Peer peer, long seqno) {
        if (seqno > state.log.lastSeqno()) {
            LOG.warn(
                    "Node {} acknowledges {}, beyond the end of this log at {}",
                    peer.id,
                    seqno,
                    state.log.lastSeqno());
        } else if (seqno >= peer.matchSeqno) {
            peer.matchSeqno = seqno;
            commitment.advance();
        }
    }
}
