package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;

/**
 * A policy of CCF's that this version of the node does not have: 500 for every request, so that
 * nobody is let in, and nobody is told that credentials were wrong.
 */
public record UnsupportedPolicy(String name) implements AuthPolicy {
    @Override
    public Verdict authenticate(RpcRequest request, Transaction transaction) {
        throw RpcException.internal(
                "Authentication policy '"
                        + name
                        + "' is not supported by this version of the node.");
    }
}
