package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;
import dev.tallystick.platform.QuoteInfo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node as the service knows it: a row of {@code public:ccf.gov.nodes.info} (spec 03, 7.3).
 *
 * @param encryptionPublicKey PEM, RSA; receives ledger secrets
 * @param publicKey PEM, null in ledgers of old releases
 * @param certificateSigningRequest PEM, null in ledgers of old releases
 * @param codeDigest hex of the measurement; null when not attested
 * @param nodeToNode where other nodes connect
 * @param rpcInterfaces where clients connect, by name
 * @param ledgerSecretSeqno first seqno of the newest secret the node was given; null for the first
 *     node
 * @param data what the operator noted about the node
 * @param isRetiredCommitted whether its retirement is complete
 * @param sealsSecretsLocally whether it keeps the ledger secrets sealed to its machine
 * @param certificate PEM, only in ledgers of release 1
 */
public record NodeInfo(
        NodeStatus status,
        QuoteInfo quoteInfo,
        String encryptionPublicKey,
        @Nullable String publicKey,
        @Nullable String certificateSigningRequest,
        @Nullable String codeDigest,
        NodeInterface nodeToNode,
        SortedMap<String, NodeInterface> rpcInterfaces,
        @Nullable Long ledgerSecretSeqno,
        @Nullable JsonNode data,
        boolean isRetiredCommitted,
        boolean sealsSecretsLocally,
        @Nullable String certificate) {
    static final Codec<NodeInfo> CODEC = Codec.json(NodeInfo::toJson, NodeInfo::fromJson);

    /** What release 1 called the only interface of a node. */
    private static final String OLD_RPC_INTERFACE = "primary_rpc_interface";

    /** Copies the interfaces. */
    public NodeInfo {
        rpcInterfaces = Collections.unmodifiableSortedMap(new TreeMap<>(rpcInterfaces));
    }

    /** The same node in another status. */
    public NodeInfo withStatus(NodeStatus next) {
        return new NodeInfo(
                next,
                quoteInfo,
                encryptionPublicKey,
                publicKey,
                certificateSigningRequest,
                codeDigest,
                nodeToNode,
                rpcInterfaces,
                ledgerSecretSeqno,
                data,
                isRetiredCommitted,
                sealsSecretsLocally,
                certificate);
    }

    private ObjectNode toJson() {
        ObjectNode json = Json.object();
        Fields.put(json, "cert", certificate);
        Fields.put(json, "certificate_signing_request", certificateSigningRequest);
        Fields.put(json, "code_digest", codeDigest);
        json.put("encryption_pub_key", encryptionPublicKey);
        Fields.put(json, "ledger_secret_seqno", ledgerSecretSeqno);
        Fields.put(json, "node_data", data);
        Fields.put(json, "public_key", publicKey);
        json.set("quote_info", quoteInfo.toJson());
        Fields.putIfTrue(json, "retired_committed", isRetiredCommitted);
        json.put("status", status.text());
        Fields.putIfTrue(json, "will_locally_seal_ledger_secrets", sealsSecretsLocally);
        json.set("node_to_node_interface", nodeToNode.toJson());
        ObjectNode interfaces = json.putObject("rpc_interfaces");
        rpcInterfaces.forEach((name, rpc) -> interfaces.set(name, rpc.toJson()));
        putOldAddresses(json);
        return json;
    }

    /** The six strings in which release 1 kept the addresses; its readers still want them. */
    private void putOldAddresses(ObjectNode json) {
        Address node = Address.of(nodeToNode.bindAddress());
        Address bound = new Address("", "");
        Address published = bound;
        if (!rpcInterfaces.isEmpty()) {
            NodeInterface first = rpcInterfaces.firstEntry().getValue();
            bound = Address.of(first.bindAddress());
            published = Address.of(first.address());
        }
        json.put("nodehost", node.host()).put("nodeport", node.port());
        json.put("rpchost", bound.host()).put("rpcport", bound.port());
        json.put("pubhost", published.host()).put("pubport", published.port());
    }

    private record Address(String host, String port) {
        static Address of(String address) {
            int colon = address.lastIndexOf(':');
            return colon < 0
                    ? new Address(address, "")
                    : new Address(address.substring(0, colon), address.substring(colon + 1));
        }
    }

    private static NodeInfo fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new NodeInfo(
                NodeStatus.of(fields.text("status")),
                QuoteInfo.fromJson(fields.required("quote_info")),
                fields.text("encryption_pub_key"),
                fields.optionalText("public_key"),
                fields.optionalText("certificate_signing_request"),
                fields.optionalText("code_digest"),
                nodeToNodeOf(fields),
                rpcInterfacesOf(fields),
                fields.optionalNumber("ledger_secret_seqno"),
                fields.optional("node_data"),
                fields.flag("retired_committed"),
                fields.flag("will_locally_seal_ledger_secrets"),
                fields.optionalText("cert"));
    }

    private static NodeInterface nodeToNodeOf(Fields fields) {
        JsonNode json = fields.optional("node_to_node_interface");
        if (json != null) {
            return NodeInterface.fromJson(json);
        }
        String address = fields.text("nodehost") + ":" + fields.text("nodeport");
        return NodeInterface.of(address, address);
    }

    private static SortedMap<String, NodeInterface> rpcInterfacesOf(Fields fields) {
        SortedMap<String, NodeInterface> interfaces = new TreeMap<>();
        JsonNode json = fields.optional("rpc_interfaces");
        if (json == null) {
            interfaces.put(
                    OLD_RPC_INTERFACE,
                    NodeInterface.of(
                            fields.text("rpchost") + ":" + fields.text("rpcport"),
                            fields.text("pubhost") + ":" + fields.text("pubport")));
        } else {
            json.properties()
                    .forEach(
                            rpc ->
                                    interfaces.put(
                                            rpc.getKey(), NodeInterface.fromJson(rpc.getValue())));
        }
        return interfaces;
    }
}
