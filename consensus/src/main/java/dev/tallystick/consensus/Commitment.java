package dev.tallystick.consensus;

import java.util.SortedMap;

/** What ends the log and what is committed (spec 05, 5.5 to 5.8). */
final class Commitment {

    private final RaftState state;
    private final Reconfiguration reconfiguration;

    Commitment(RaftState state, Reconfiguration reconfiguration) {
        this.state = state;
        this.reconfiguration = reconfiguration;
    }

    /**
     * The log ends at {@code seqno} (5.5). The effect is given even when nothing is removed,
     * because it also sets the view of the store's next entry.
     */
    void rollback(long seqno) {
        state.out.add(new Effect.Rollback(state.log.positionOf(seqno), state.view));
        state.log.rollback(seqno);
        state.retirement.rollback(seqno);
        reconfiguration.rollback(seqno);
    }

    /** The unsigned tail of the log is gone. */
    void rollbackToLastCommittable() {
        rollback(state.log.lastCommittable().seqno());
    }

    /** A primary commits what a quorum of every configuration holds (5.7). */
    void advance() {
        if (!state.isLeader() || state.configurations.isEmpty()) {
            return;
        }
        long agreed = Long.MAX_VALUE;
        for (Configuration configuration : state.configurations.all()) {
            agreed = Math.min(agreed, agreedIn(configuration.nodes()));
        }
        long seqno = state.log.highestCommittableNotAbove(agreed);
        if (seqno != 0 && state.log.viewOf(seqno) == state.view) {
            commit(seqno);
        }
    }

    /**
     * A backup follows the primary's commit (5.8), but never beyond the last entry that the primary
     * has just confirmed (deviation D1): what lies above it here may be another branch.
     *
     * @param confirmedSeqno the last entry of the message that brought {@code primaryCommitSeqno}
     */
    void follow(long primaryCommitSeqno, long confirmedSeqno) {
        long limit = Math.min(primaryCommitSeqno, confirmedSeqno);
        if (limit > state.log.commitSeqno() && state.log.viewOf(limit) <= state.view) {
            long seqno = state.log.highestCommittableNotAbove(limit);
            if (seqno != 0) {
                commit(seqno);
            }
        }
    }

    /** Everything up to {@code seqno}, a signature, is committed; the order is that of 5.6. */
    private void commit(long seqno) {
        if (seqno <= state.log.commitSeqno()) {
            return;
        }
        state.log.commit(seqno);
        state.retirement.committed(seqno);
        state.out.add(new Effect.Commit(seqno));
        reconfiguration.commitMarks(seqno);
        reconfiguration.dropSuperseded(seqno);
    }

    private long agreedIn(SortedMap<NodeId, String> nodes) {
        long[] seqnos = new long[nodes.size()];
        int count = 0;
        for (NodeId node : nodes.keySet()) {
            seqnos[count++] = heldBy(node);
        }
        return Quorum.agreedSeqno(seqnos);
    }

    private long heldBy(NodeId node) {
        if (node.equals(state.self)) {
            return state.log.lastSeqno();
        }
        Peer peer = state.peers.get(node);
        return peer == null ? 0 : peer.matchSeqno;
    }
}
