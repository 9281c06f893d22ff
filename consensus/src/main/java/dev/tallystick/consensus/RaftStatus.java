package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;

/**
 * What a node says of its consensus at one moment (spec 05, 11.4; {@code GET /node/consensus}).
 * Immutable, so that the host can publish it to other threads after each step.
 *
 * @param view the current view
 * @param lastSeqno the last entry of the log
 * @param committed the last committed entry; {@link LogPosition#NONE} before the first commit
 * @param leader the known primary, else null
 * @param isTicking whether the election timer runs
 * @param retirementPhase null unless this node is being removed
 * @param configurations the active ones, oldest first
 * @param acknowledgements what is known of every other node
 * @param viewHistory where each view begins
 */
public record RaftStatus(
        Role role,
        long view,
        long lastSeqno,
        LogPosition committed,
        @Nullable NodeId leader,
        boolean isTicking,
        @Nullable RetirementPhase retirementPhase,
        List<Configuration> configurations,
        SortedMap<NodeId, Acknowledgement> acknowledgements,
        ViewHistory viewHistory) {

    /**
     * What a primary knows of a peer.
     *
     * @param seqno the peer holds everything up to here
     * @param lastReceivedMillis time since its last response, in ms
     */
    public record Acknowledgement(long seqno, long lastReceivedMillis) {}

    /** {@code Retired} or {@code Active}, as {@code membership_state} says it. */
    public String membership() {
        return retirementPhase == null ? "Active" : "Retired";
    }

    /** The view of the entry at {@code seqno}; 0 if the log does not reach it. */
    public long viewOf(long seqno) {
        return seqno > lastSeqno ? 0 : viewHistory.viewAt(seqno);
    }

    /** The status of a transaction as this node sees it now (spec 02, 5.2). */
    public TxStatus statusOf(LogPosition id) {
        return TxStatus.of(id, viewOf(id.seqno()), committed);
    }
}
