package dev.tallystick.node.rpc;

import java.util.Optional;

/**
 * The placement of a service without replication: everything runs here, and what must be forwarded
 * while this node is not primary is refused as where no primary is known (spec 02, 6.2).
 */
public final class PrimaryOnly implements Placement {
    private final ConsensusSource consensus;

    /** For the node whose consensus {@code consensus} tells of. */
    public PrimaryOnly(ConsensusSource consensus) {
        this.consensus = consensus;
    }

    @Override
    public Optional<RpcResponse> elsewhere(RpcRequest request, Endpoint endpoint) {
        return switch (endpoint.forwarding()) {
            case NEVER, SOMETIMES -> Optional.empty();
            case ALWAYS -> {
                if (Primacy.isPrimary(consensus.status())) {
                    yield Optional.empty();
                }
                throw new RpcException(
                        503, "InternalError", "RPC could not be forwarded to unknown primary.");
            }
        };
    }
}
