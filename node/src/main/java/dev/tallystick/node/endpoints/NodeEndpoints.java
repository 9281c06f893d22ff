package dev.tallystick.node.endpoints;

import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointHandler;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.Primacy;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;
import dev.tallystick.node.rpc.RpcResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** What a node tells about itself, and its answers to load balancers (spec 02, 8.2). */
final class NodeEndpoints {
    private static final FrontendName NODE = FrontendName.NODE;

    private final NodeView node;

    NodeEndpoints(NodeView node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(
                local("GET", "/state", json(this::state)),
                local("GET", "/version", json(context -> version())),
                local("GET", "/self_signed_certificate", json(context -> certificate())),
                local("HEAD", "/primary", this::headPrimary),
                local("GET", "/primary", context -> role(isPrimary(), "Node is not primary")),
                local("GET", "/backup", context -> role(isBackup(), "Node is not backup")),
                local("GET", "/ready/app", context -> ready(isReadyForApplications())),
                local("GET", "/ready/gov", context -> ready(isReadyForGovernance())),
                local("GET", "/index/strategies", json(context -> Json.array())),
                local("POST", "/create", context -> refuseCreation()));
    }

    private static Endpoint local(String verb, String path, EndpointHandler handler) {
        return Endpoint.local(NODE, verb, path, handler);
    }

    private static EndpointHandler json(JsonHandler handler) {
        return handler.negotiating();
    }

    /** Reads a table, as CCF does, so that the answer carries a transaction id (spec 02, 5.1). */
    private JsonNode state(RequestContext context) {
        Tables.SERVICE_INFO.get(context.transaction());
        ObjectNode body =
                Json.object()
                        .put("last_signed_seqno", node.lastSignedSeqno())
                        .put("node_id", node.nodeId())
                        .put("startup_seqno", node.startupSeqno())
                        .put("state", node.state().text())
                        .put("stop_notice", node.isStopNoticeGiven());
        node.recoveryProgress()
                .ifPresent(
                        progress ->
                                body.put("recovery_target_seqno", progress.targetSeqno())
                                        .put(
                                                "last_recovered_seqno",
                                                progress.lastRecoveredSeqno()));
        return body;
    }

    private JsonNode version() {
        return Json.object()
                .put("ccf_version", node.softwareVersion())
                .put("quickjs_version", node.scriptEngineVersion())
                .put("unsafe", false);
    }

    private JsonNode certificate() {
        return Json.object().put("self_signed_certificate", node.selfSignedCertificatePem());
    }

    private boolean isPrimary() {
        return node.state().isPartOfService()
                && node.status().isPresent()
                && Primacy.leads(node.status().get());
    }

    private boolean isBackup() {
        return !isPrimary();
    }

    private static RpcResponse role(boolean has, String message) {
        if (!has) {
            throw new RpcException(404, "ResourceNotFound", message);
        }
        return RpcResponse.empty(200);
    }

    private RpcResponse headPrimary(RequestContext context) {
        if (isPrimary()) {
            return RpcResponse.empty(200);
        }
        String via = context.request().session().via().name();
        String address = primaryAddress(context, via);
        return RpcResponse.of(
                HttpResponse.empty(308).with("location", "https://" + address + "/node/primary"));
    }

    /** The primary's published address on its interface called {@code via}. */
    private String primaryAddress(RequestContext context, String via) {
        String leader =
                node.status()
                        .map(status -> status.leader())
                        .map(id -> id.value())
                        .orElseThrow(() -> RpcException.internal("Primary unknown"));
        Optional<NodeInfo> info = Tables.NODE_INFO.get(context.transaction(), new NodeId(leader));
        NodeInterface target = info.map(i -> i.rpcInterfaces().get(via)).orElse(null);
        if (target == null) {
            throw RpcException.internal(
                    "Cannot redirect request. Received on RPC interface %s, which is not present on target node %s"
                            .formatted(via, leader));
        }
        return target.address();
    }

    private boolean isReadyForApplications() {
        return !node.isStopNoticeGiven()
                && node.state() == NodeState.PART_OF_NETWORK
                && node.isApplicationOpen();
    }

    private boolean isReadyForGovernance() {
        return !node.isStopNoticeGiven()
                && node.state().isPartOfService()
                && node.isGovernanceOpen();
    }

    private static RpcResponse ready(boolean isReady) {
        return RpcResponse.empty(isReady ? 204 : 503);
    }

    /** A service is created inside the node; nobody else may (spec 02, 8.4 and trap 29). */
    private static RpcResponse refuseCreation() {
        throw new RpcException(403, "InternalError", "Node is not in initial state.");
    }
}
