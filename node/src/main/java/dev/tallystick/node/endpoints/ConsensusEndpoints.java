package dev.tallystick.node.endpoints;

import dev.tallystick.consensus.Configuration;
import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.RpcException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** {@code /node/config} and {@code /node/consensus} (spec 02, 8.2). */
final class ConsensusEndpoints {
    private final NodeView node;

    ConsensusEndpoints(NodeView node) {
        this.node = node;
    }

    List<Endpoint> all() {
        JsonHandler config = context -> config(status());
        JsonHandler consensus = context -> Json.object().set("details", details(status()));
        return List.of(
                Endpoint.local(FrontendName.NODE, "GET", "/config", config.negotiating()),
                Endpoint.local(FrontendName.NODE, "GET", "/consensus", consensus.negotiating()));
    }

    private RaftStatus status() {
        return node.status()
                .orElseThrow(
                        () -> new RpcException(404, "ResourceNotFound", "No configured consensus"));
    }

    private static JsonNode config(RaftStatus status) {
        return status.configurations().isEmpty()
                ? Json.object()
                : nodes(status.configurations().getLast());
    }

    private static ObjectNode nodes(Configuration configuration) {
        ObjectNode nodes = Json.object();
        configuration
                .nodes()
                .forEach((id, address) -> nodes.putObject(id.value()).put("address", address));
        return nodes;
    }

    private static ObjectNode details(RaftStatus status) {
        ObjectNode details = Json.object();
        ObjectNode acks = details.putObject("acks");
        status.acknowledgements()
                .forEach(
                        (id, ack) ->
                                acks.putObject(id.value())
                                        .put("last_received_ms", ack.lastReceivedMillis())
                                        .put("seqno", ack.seqno()));
        ArrayNode configs = details.putArray("configs");
        for (Configuration configuration : status.configurations()) {
            ObjectNode config = configs.addObject();
            config.put("idx", configuration.seqno()).put("rid", configuration.seqno());
            config.set("nodes", nodes(configuration));
        }
        details.put("current_view", status.view())
                .put("leadership_state", status.role().text())
                .put("membership_state", status.membership())
                .put("reconfiguration_type", "OneTransaction")
                .put("ticking", status.isTicking());
        if (status.leader() == null) {
            details.putNull("primary_id");
        } else {
            details.put("primary_id", status.leader().value());
        }
        if (status.retirementPhase() != null) {
            details.put("retirement_phase", status.retirementPhase().text());
        }
        return details;
    }
}
