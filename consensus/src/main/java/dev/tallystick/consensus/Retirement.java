package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

/** The phases of this node's own removal (spec 05, 8.4). */
final class Retirement {

    private @Nullable RetirementPhase phase;
    private long orderedSeqno;
    private long signedSeqno;

    /** Null while this node is an active member, or not one yet. */
    @Nullable RetirementPhase phase() {
        return phase;
    }

    boolean isRetiredCommitted() {
        return phase == RetirementPhase.RETIRED_COMMITTED;
    }

    /** The entry at {@code seqno} made a configuration without this node (8.2). */
    void ordered(long seqno) {
        phase = RetirementPhase.ORDERED;
        orderedSeqno = seqno;
    }

    /** A signature was appended at {@code seqno} (6.1.1, 7.6). */
    void signatureAppended(long seqno) {
        if (phase == RetirementPhase.ORDERED) {
            phase = RetirementPhase.SIGNED;
            signedSeqno = seqno;
        }
    }

    /** Everything up to {@code seqno} is committed (5.6, step 2). */
    void committed(long seqno) {
        if (phase == RetirementPhase.SIGNED && signedSeqno <= seqno) {
            phase = RetirementPhase.COMPLETED;
        }
    }

    /** This node's record is marked in the committed state (8.5): final. */
    void retiredCommitted() {
        phase = RetirementPhase.RETIRED_COMMITTED;
    }

    /** Everything above {@code seqno} is gone (5.5). */
    void rollback(long seqno) {
        if (phase == RetirementPhase.SIGNED && signedSeqno > seqno) {
            phase = RetirementPhase.ORDERED;
        }
        if (phase == RetirementPhase.ORDERED && orderedSeqno > seqno) {
            phase = null;
        }
    }
}
