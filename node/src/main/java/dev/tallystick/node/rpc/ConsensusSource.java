package dev.tallystick.node.rpc;

import dev.tallystick.consensus.RaftStatus;

import java.util.Optional;

/** Port to the node: what consensus says now. Answers must be cheap, from any thread. */
@FunctionalInterface
public interface ConsensusSource {
    /** The latest published status; empty while this node has no consensus (pending join). */
    Optional<RaftStatus> status();

    /** Whether nothing can be written for now, because the disk of the ledger is full. */
    default boolean isStalled() {
        return false;
    }
}
