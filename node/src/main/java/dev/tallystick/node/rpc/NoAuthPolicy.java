package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;

/** {@code no_auth}: accepts every request. */
record NoAuthPolicy() implements AuthPolicy {
    @Override
    public String name() {
        return "no_auth";
    }

    @Override
    public Verdict authenticate(RpcRequest request, Transaction transaction) {
        return new Verdict.Accepted(new Caller.Anyone());
    }
}
