package dev.tallystick.node.endpoints;

import dev.tallystick.governance.api.GovRequest;
import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.api.GovRoute;
import dev.tallystick.governance.api.GovernanceApi;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointHandler;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;
import dev.tallystick.node.rpc.RpcRequest;
import dev.tallystick.node.rpc.RpcResponse;

import java.util.List;

/**
 * The routes of governance as endpoints (spec 02, 8.5). Governance authenticates its signed
 * requests itself, so these endpoints have no policies.
 */
final class GovEndpoints {
    private static final int UNAUTHORIZED = 401;

    private final GovernanceApi governance;

    GovEndpoints(GovernanceApi governance) {
        this.governance = governance;
    }

    List<Endpoint> all() {
        return governance.routes().stream().map(this::endpoint).toList();
    }

    private Endpoint endpoint(GovRoute route) {
        EndpointHandler handler = context -> execute(route, context);
        Endpoint endpoint =
                route.isWrite()
                        ? Endpoint.writing(FrontendName.GOV, route.verb(), route.path(), handler)
                        : Endpoint.reading(FrontendName.GOV, route.verb(), route.path(), handler);
        return route.needsRoot() ? endpoint.withRoot() : endpoint;
    }

    private RpcResponse execute(GovRoute route, RequestContext context) {
        RpcRequest request = context.request();
        GovRequest asked =
                new GovRequest(
                        context.params(),
                        request.query().firstOfEach(),
                        request.header("content-type").orElse(null),
                        request.body(),
                        context.rootAtRead());
        GovResponse answer = governance.execute(route, asked, context.transaction());
        HttpResponse http =
                new HttpResponse(answer.status(), answer.headers(), answer.body(), false);
        if (answer.status() == UNAUTHORIZED) {
            // A refused caller ends before the session is bound to its view (spec 02, 5.3).
            throw new RpcException(http, "Invalid authentication credentials.");
        }
        return new RpcResponse(
                http,
                answer.appliesWrites(),
                answer.hasTransactionId(),
                id -> governance.committed(answer, id.seqno()));
    }
}
