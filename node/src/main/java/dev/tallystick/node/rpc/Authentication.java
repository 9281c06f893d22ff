package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;
import dev.tallystick.node.http.HttpResponse;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** Tries the policies of an endpoint in order (spec 02, 7.1). */
final class Authentication {
    private static final String CODE = "InvalidAuthenticationInfo";

    private Authentication() {}

    /**
     * The caller that the first accepting policy recognises.
     *
     * @throws RpcException 401 with one detail per policy if none accepts
     */
    static Caller authenticate(
            List<AuthPolicy> policies, RpcRequest request, Transaction transaction) {
        if (policies.isEmpty()) {
            return new Caller.Unchecked();
        }
        ObjectNode body = HttpResponse.errorBody(CODE, "Invalid authentication credentials.");
        ArrayNode details = ((ObjectNode) body.get("error")).putArray("details");
        for (AuthPolicy policy : policies) {
            switch (policy.authenticate(request, transaction)) {
                case AuthPolicy.Verdict.Accepted accepted -> {
                    return accepted.caller();
                }
                case AuthPolicy.Verdict.Rejected rejected ->
                        details.addObject()
                                .put("auth_policy", policy.name())
                                .put("code", CODE)
                                .put("message", rejected.message());
            }
        }
        HttpResponse refusal = HttpResponse.json(401, body);
        Optional<String> challenge = policies.getLast().challenge();
        if (challenge.isPresent()) {
            refusal = refusal.with("www-authenticate", challenge.get());
        }
        throw new RpcException(refusal, "Invalid authentication credentials.");
    }
}
