package dev.tallystick.node.rpc;

import dev.tallystick.consensus.RaftStatus;

import java.util.Optional;

/** Port to the node: what consensus says now. Answers must be cheap, from any thread. */
@FunctionalInterface
public interface ConsensusSource {
    /** The latest published status; empty while this node has no consensus (pending join). */
    Optional<RaftStatus> status();
}
