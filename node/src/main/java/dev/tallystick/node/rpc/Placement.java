package dev.tallystick.node.rpc;

import java.util.Optional;

/**
 * Decides where a request runs: here, or on another node by forwarding or redirection (spec 02,
 * section 6). This is the only place of the pipeline that knows of other nodes.
 *
 * <p>Asked after lookup and filters, before authentication. What answers elsewhere must do the
 * whole pipeline again there.
 */
@FunctionalInterface
public interface Placement {
    /**
     * The answer, if the request does not run here.
     *
     * @throws RpcException if it should run elsewhere and cannot, e.g. no primary is known
     */
    Optional<RpcResponse> elsewhere(RpcRequest request, Endpoint endpoint);
}
