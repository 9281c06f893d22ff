package dev.tallystick.node.rpc;

/** Answers one attempt of a request; called on an execution thread. */
@FunctionalInterface
public interface EndpointHandler {
    /**
     * Runs the request. It may be called again with a fresh context after a conflict, so it must
     * have no effect but through the transaction.
     *
     * @throws RpcException to answer with an error
     */
    RpcResponse handle(RequestContext context);
}
