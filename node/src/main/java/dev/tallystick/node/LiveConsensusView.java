package dev.tallystick.node;

import dev.tallystick.consensus.LogPosition;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.ledger.TxId;
import dev.tallystick.node.commit.ConsensusHost;

import java.util.OptionalLong;

/** What scripts and governance may ask of consensus, from its latest published status. */
final class LiveConsensusView implements ConsensusView {
    private final ConsensusHost consensus;

    LiveConsensusView(ConsensusHost consensus) {
        this.consensus = consensus;
    }

    private RaftStatus status() {
        return consensus
                .status()
                .orElseThrow(() -> new IllegalStateException("this node has no consensus yet"));
    }

    @Override
    public TxId lastCommitted() {
        LogPosition committed = status().committed();
        return committed.seqno() == 0 ? TxId.NONE : new TxId(committed.view(), committed.seqno());
    }

    @Override
    public Status status(TxId id) {
        return switch (status().statusOf(new LogPosition(id.view(), id.seqno()))) {
            case UNKNOWN -> Status.UNKNOWN;
            case PENDING -> Status.PENDING;
            case COMMITTED -> Status.COMMITTED;
            case INVALID -> Status.INVALID;
        };
    }

    @Override
    public OptionalLong viewOf(long seqno) {
        long view = status().viewOf(seqno);
        return view == 0 ? OptionalLong.empty() : OptionalLong.of(view);
    }
}
