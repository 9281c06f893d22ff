package dev.tallystick.node.endpoints;

import dev.tallystick.js.JsApplication;
import dev.tallystick.js.JsAuthnPolicy;
import dev.tallystick.js.JsCall;
import dev.tallystick.js.JsCaller;
import dev.tallystick.js.JsEndpoint;
import dev.tallystick.js.JsLookup;
import dev.tallystick.js.JsRequest;
import dev.tallystick.js.JsResponse;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.rpc.AuthPolicies;
import dev.tallystick.node.rpc.AuthPolicy;
import dev.tallystick.node.rpc.Caller;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointFinder;
import dev.tallystick.node.rpc.Forwarding;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.Redirection;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcRequest;
import dev.tallystick.node.rpc.RpcResponse;
import dev.tallystick.node.rpc.UnsupportedPolicy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The endpoints of the deployed JavaScript application (spec 04, section 3). */
final class JsEndpoints implements EndpointFinder {
    private final JsApplication application;
    private final AuthPolicies policies;

    JsEndpoints(JsApplication application, AuthPolicies policies) {
        this.application = application;
        this.policies = policies;
    }

    @Override
    public Lookup find(String verb, String path, Supplier<Transaction> transaction) {
        return switch (application.find(transaction.get(), verb, path)) {
            case JsLookup.Found found -> found(found);
            case JsLookup.Ambiguous ambiguous -> new Lookup.Broken(ambiguous.message());
            case JsLookup.Malformed malformed -> new Lookup.Broken(malformed.message());
            case JsLookup.NotFound missing -> new Lookup.Missing(missing.allowedVerbs());
        };
    }

    private Lookup found(JsLookup.Found found) {
        JsEndpoint js = found.endpoint();
        List<AuthPolicy> accepted = new ArrayList<>();
        for (JsAuthnPolicy named : js.authnPolicies()) {
            Optional<AuthPolicy> policy = policy(named);
            if (policy.isEmpty()) {
                return new Lookup.Broken("Unknown auth policy: " + named);
            }
            accepted.add(policy.get());
        }
        Endpoint endpoint =
                new Endpoint(
                        FrontendName.APP,
                        js.verb(),
                        js.path(),
                        accepted,
                        forwarding(js.forwarding()),
                        redirection(js.redirection()),
                        false,
                        null,
                        context -> execute(js, context));
        return new Lookup.Found(endpoint, found.params());
    }

    private Optional<AuthPolicy> policy(JsAuthnPolicy policy) {
        return switch (policy) {
            case JsAuthnPolicy.Named named -> policies.named(named.name());
            case JsAuthnPolicy.AllOf all ->
                    Optional.of(new UnsupportedPolicy(String.join("+", all.names())));
        };
    }

    private static Forwarding forwarding(JsEndpoint.Forwarding js) {
        return switch (js) {
            case NEVER -> Forwarding.NEVER;
            case SOMETIMES -> Forwarding.SOMETIMES;
            case ALWAYS -> Forwarding.ALWAYS;
        };
    }

    private static Redirection redirection(JsEndpoint.Redirection js) {
        return switch (js) {
            case NONE -> Redirection.NONE;
            case TO_PRIMARY -> Redirection.TO_PRIMARY;
            case TO_BACKUP -> Redirection.TO_BACKUP;
        };
    }

    private RpcResponse execute(JsEndpoint js, RequestContext context) {
        RpcRequest request = context.request();
        JsRequest jsRequest =
                new JsRequest(
                        request.verb(),
                        request.target().fullPath(),
                        request.target().rawQuery(),
                        request.headers(),
                        context.params(),
                        request.body().toArray(),
                        caller(context.caller()));
        JsResponse response = application.execute(new JsCall(context.transaction(), js, jsRequest));
        if (response.claimsDigest() != null && response.writesApply()) {
            context.transaction().setClaimsDigest(response.claimsDigest());
        }
        HttpResponse http =
                new HttpResponse(
                        response.status(), response.headers(), Bytes.wrap(response.body()), false);
        return RpcResponse.of(http, response.writesApply());
    }

    private static @Nullable JsCaller caller(Caller caller) {
        return switch (caller) {
            case Caller.Unchecked unchecked -> null;
            case Caller.Anyone anyone -> new JsCaller.NoAuth();
            case Caller.User user ->
                    new JsCaller.UserCert(user.id().hex(), user.data(), user.certificatePem());
            case Caller.Member member ->
                    new JsCaller.MemberCert(
                            member.id().hex(), member.data(), member.certificatePem());
            case Caller.Holder holder -> new JsCaller.AnyCert(holder.certificate().pem());
            case Caller.Node node ->
                    throw new IllegalStateException("node_cert is no policy of applications");
        };
    }
}
