package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeInterface;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointHandler;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The nodes of the service (spec 02, 8.2). */
final class NetworkEndpoints {
    private static final FrontendName NODE = FrontendName.NODE;

    private final NodeView node;

    NetworkEndpoints(NodeView node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(
                reading("/network/nodes", this::nodes),
                reading("/network/nodes/self", this::self),
                reading("/network/nodes/primary", this::primary),
                reading("/network/nodes/{node_id}", this::one),
                reading("/network/removable_nodes", this::removable),
                Endpoint.writing(NODE, "DELETE", "/network/nodes/{node_id}", json(this::remove)));
    }

    private static Endpoint reading(String path, JsonHandler handler) {
        return Endpoint.reading(NODE, "GET", path, json(handler));
    }

    private static EndpointHandler json(JsonHandler handler) {
        return handler.negotiating();
    }

    /**
     * What clients ask of the list.
     *
     * @param host of one published address, null = any
     * @param port of the same address, null = any
     * @param status of the node, null = any
     */
    private record Filter(
            @Nullable String host, @Nullable String port, @Nullable NodeStatus status) {
        static Filter of(RequestContext context) {
            String status = context.query("status").orElse(null);
            return new Filter(
                    context.query("host").orElse(null),
                    context.query("port").orElse(null),
                    status == null ? null : statusOf(status));
        }

        private static NodeStatus statusOf(String text) {
            for (NodeStatus status : NodeStatus.values()) {
                if (status.text().equals(text)) {
                    return status;
                }
            }
            throw new RpcException(
                    400,
                    "InvalidQueryParameterValue",
                    "Query parameter '" + text + "' is not a valid node status");
        }

        boolean accepts(NodeInfo info) {
            return (status == null || info.status() == status)
                    && info.rpcInterfaces().values().stream().anyMatch(this::accepts);
        }

        private boolean accepts(NodeInterface rpc) {
            String address = rpc.address();
            int colon = address.lastIndexOf(':');
            return colon >= 0
                    && (host == null || address.substring(0, colon).equals(host))
                    && (port == null || address.substring(colon + 1).equals(port));
        }
    }

    private JsonNode nodes(RequestContext context) {
        Filter filter = Filter.of(context);
        Transaction transaction = context.transaction();
        ObjectNode body = Json.object();
        ArrayNode nodes = body.putArray("nodes");
        Tables.NODE_INFO.forEach(
                transaction,
                (id, info) -> {
                    if (filter.accepts(info)) {
                        nodes.add(describe(transaction, id, info, isPrimary(id)));
                    }
                });
        return body;
    }

    private JsonNode self(RequestContext context) {
        NodeId id = new NodeId(node.nodeId());
        Optional<NodeInfo> info = Tables.NODE_INFO.get(context.transaction(), id);
        if (info.isPresent()) {
            return describe(context.transaction(), id, info.get(), isPrimary(id));
        }
        ObjectNode fromConfiguration =
                Json.object()
                        .put("last_written", 0)
                        .put("node_id", node.nodeId())
                        .put("primary", false)
                        .put("status", NodeStatus.PENDING.text());
        fromConfiguration.putNull("node_data");
        fromConfiguration.set("rpc_interfaces", node.rpcInterfaces());
        return fromConfiguration;
    }

    private JsonNode primary(RequestContext context) {
        RaftStatus status =
                node.status()
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                404,
                                                "ResourceNotFound",
                                                "No configured consensus"));
        dev.tallystick.consensus.NodeId leader = status.leader();
        if (leader == null) {
            throw RpcException.internal("Primary unknown");
        }
        return describe(context.transaction(), new NodeId(leader.value()));
    }

    private JsonNode one(RequestContext context) {
        return describe(context.transaction(), new NodeId(context.param("node_id")));
    }

    private JsonNode describe(Transaction transaction, NodeId id) {
        NodeInfo info =
                Tables.NODE_INFO.get(transaction, id).orElseThrow(() -> notFound("Node not found"));
        return describe(transaction, id, info, isPrimary(id));
    }

    private JsonNode removable(RequestContext context) {
        Transaction transaction = context.transaction();
        ObjectNode body = Json.object();
        ArrayNode nodes = body.putArray("nodes");
        Tables.NODE_INFO.forEach(
                transaction,
                (id, info) ->
                        committed(transaction, id)
                                .filter(NetworkEndpoints::isGone)
                                .ifPresent(
                                        gone -> nodes.add(describe(transaction, id, gone, false))));
        return body;
    }

    private JsonNode remove(RequestContext context) {
        Transaction transaction = context.transaction();
        NodeId id = new NodeId(context.param("node_id"));
        if (!Tables.NODE_INFO.has(transaction, id)) {
            throw notFound("No such node");
        }
        if (committed(transaction, id).filter(NetworkEndpoints::isGone).isEmpty()) {
            throw new RpcException(
                    400, "NodeNotRetiredCommitted", "Node is not completely retired");
        }
        Tables.NODE_INFO.remove(transaction, id);
        Tables.NODE_ENDORSED_CERTIFICATES.remove(transaction, id);
        return BooleanNode.TRUE;
    }

    /** The globally committed entry: what no election can take back. */
    private static Optional<NodeInfo> committed(Transaction transaction, NodeId id) {
        return transaction
                .map(Tables.NODE_INFO.name())
                .getCommitted(Tables.NODE_INFO.keys().encoding().apply(id))
                .map(Tables.NODE_INFO.values().decoding());
    }

    private static boolean isGone(NodeInfo info) {
        return info.status() == NodeStatus.RETIRED && info.isRetiredCommitted();
    }

    private boolean isPrimary(NodeId id) {
        return node.status()
                .map(RaftStatus::leader)
                .filter(leader -> leader.value().equals(id.hex()))
                .isPresent();
    }

    private static ObjectNode describe(
            Transaction transaction, NodeId id, NodeInfo info, boolean isPrimary) {
        ObjectNode json =
                Json.object()
                        .put(
                                "last_written",
                                Tables.NODE_INFO.versionOfPreviousWrite(transaction, id).orElse(0))
                        .put("node_id", id.hex())
                        .put("primary", isPrimary)
                        .put("status", info.status().text());
        json.set("node_data", Nulls.nullable(info.data()));
        ObjectNode interfaces = json.putObject("rpc_interfaces");
        info.rpcInterfaces().forEach((name, rpc) -> interfaces.set(name, rpc.toJson()));
        return json;
    }

    private static RpcException notFound(String message) {
        return new RpcException(404, "ResourceNotFound", message);
    }
}
