package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.NodeStatus;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.EndpointHandler;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.RequestContext;
import dev.tallystick.node.rpc.RpcException;
import dev.tallystick.platform.QuoteException;
import dev.tallystick.platform.QuoteVerifier;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The service as this node knows it, and the evidence of its nodes (spec 02, 8.2). */
final class ServiceEndpoints {
    private static final FrontendName NODE = FrontendName.NODE;

    private final NodeView node;
    private final InstantSource clock;
    private final QuoteVerifier quotes = new QuoteVerifier();

    ServiceEndpoints(NodeView node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.reading(NODE, "GET", "/network", json(this::network)),
                Endpoint.reading(
                        NODE,
                        "GET",
                        "/service/previous_identity",
                        json(ServiceEndpoints::previousIdentity)),
                Endpoint.local(
                        NODE,
                        "GET",
                        "/service/configuration",
                        json(ServiceEndpoints::configuration)),
                Endpoint.local(NODE, "GET", "/quotes/self", json(this::ownQuote)),
                Endpoint.local(NODE, "GET", "/attestations/self", json(this::ownQuote)),
                Endpoint.reading(NODE, "GET", "/quotes", json(c -> allQuotes(c, "quotes"))),
                Endpoint.reading(
                        NODE, "GET", "/attestations", json(c -> allQuotes(c, "attestations"))));
    }

    private static EndpointHandler json(JsonHandler handler) {
        return handler.negotiating();
    }

    private JsonNode network(RequestContext context) {
        ServiceInfo service =
                Tables.SERVICE_INFO
                        .get(context.transaction())
                        .orElseThrow(() -> notFound("Service state not available."));
        RaftStatus status = node.status().orElse(null);
        Long recoveries = service.recoveryCount();
        ObjectNode body =
                Json.object()
                        .put("recovery_count", recoveries == null ? 0 : recoveries)
                        .put("service_certificate", service.certificate())
                        .put("service_status", service.status().text());
        body.set("current_service_create_txid", Nulls.nullable(service.createTxId()));
        body.set(
                "current_view",
                status == null
                        ? JsonNodeFactory.instance.nullNode()
                        : JsonNodeFactory.instance.numberNode(status.view()));
        body.set("primary_id", Nulls.nullable(status == null ? null : status.leader()));
        body.set("service_data", Nulls.nullable(service.data()));
        return body;
    }

    private static JsonNode previousIdentity(RequestContext context) {
        String pem =
                Tables.PREVIOUS_SERVICE_IDENTITY
                        .get(context.transaction())
                        .orElseThrow(
                                () ->
                                        notFound(
                                                "This service is not a recovery of a previous"
                                                        + " service."));
        return Json.object().put("previous_service_identity", pem);
    }

    /** The value as stored, without the consensus type that every service has. */
    private static @Nullable JsonNode configuration(RequestContext context) {
        Optional<Bytes> stored =
                context.transaction().map(Tables.SERVICE_CONFIG.name()).get(Bytes.EIGHT_ZEROS);
        if (stored.isEmpty() || !(Json.parse(stored.get()) instanceof ObjectNode config)) {
            return null;
        }
        if (config.path("consensus").asString("").equals("CFT")) {
            config.remove("consensus");
        }
        return config;
    }

    private JsonNode ownQuote(RequestContext context) {
        NodeId id = new NodeId(node.nodeId());
        NodeInfo info =
                Tables.NODE_INFO
                        .get(context.transaction(), id)
                        .orElseThrow(() -> notFound("Could not find node quote."));
        return quote(id, info)
                .orElseThrow(
                        () ->
                                new RpcException(
                                        500,
                                        "InvalidQuote",
                                        "Failed to extract code id from node quote."));
    }

    private JsonNode allQuotes(RequestContext context, String field) {
        Transaction transaction = context.transaction();
        ObjectNode body = Json.object();
        ArrayNode all = body.putArray(field);
        Tables.NODE_INFO.forEach(
                transaction,
                (id, info) -> {
                    if (info.status() == NodeStatus.TRUSTED) {
                        quote(id, info).ifPresent(all::add);
                    }
                });
        return body;
    }

    /**
     * The quote with its measurement: the stored one, else that in the evidence; empty if neither.
     */
    private Optional<ObjectNode> quote(NodeId id, NodeInfo info) {
        String stored = info.codeDigest();
        if (stored != null) {
            return Optional.of(info.quoteInfo().toQuoteObject(id.hex(), stored));
        }
        try {
            String measured = quotes.verify(info.quoteInfo(), clock.instant()).measurement().hex();
            return Optional.of(info.quoteInfo().toQuoteObject(id.hex(), measured));
        } catch (QuoteException e) {
            return Optional.empty();
        }
    }

    private static RpcException notFound(String message) {
        return new RpcException(404, "ResourceNotFound", message);
    }
}
