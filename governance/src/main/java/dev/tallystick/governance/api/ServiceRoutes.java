package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the service is and who takes part in it (spec 03, 3.6). */
final class ServiceRoutes {
    private static final String MEMBERS = "/service/members";
    private static final String USERS = "/service/users";
    private static final String NODES = "/service/nodes";

    private final ConsensusView consensus;

    ServiceRoutes(ConsensusView consensus) {
        this.consensus = consensus;
    }

    List<GovRoute> routes() {
        return List.of(
                GovRoute.read("/service/constitution", ServiceRoutes::constitution),
                GovRoute.read("/service/info", this::info),
                GovRoute.read(MEMBERS, ServiceRoutes::members),
                GovRoute.read(MEMBERS + "/{memberId}", ServiceRoutes::member),
                GovRoute.read(USERS, ServiceRoutes::users),
                GovRoute.read(USERS + "/{userId}", ServiceRoutes::user),
                GovRoute.read(NODES, ServiceRoutes::nodes),
                GovRoute.read(NODES + "/{nodeId}", ServiceRoutes::node));
    }

    private static GovResponse constitution(GovCall call) {
        return GovResponse.javaScript(
                Tables.CONSTITUTION
                        .get(call.tx())
                        .orElseThrow(() -> notFound("Constitution not found")));
    }

    private GovResponse info(GovCall call) {
        ServiceInfo service =
                Tables.SERVICE_INFO.get(call.tx()).orElseThrow(() -> notFound("Service not found"));
        ObjectNode body = Json.object();
        body.put("status", service.status().text());
        body.put("certificate", service.certificate());
        body.put("recoveryCount", service.recoveryCount() == null ? 0 : service.recoveryCount());
        if (service.createTxId() != null) {
            body.put("creationTransactionId", service.createTxId().toString());
        }
        if (service.previousIdentityVersion() != null) {
            long seqno = service.previousIdentityVersion();
            TxId previous = new TxId(consensus.viewOf(seqno).orElse(0), seqno);
            body.put("previousServiceCreationTransactionId", previous.toString());
        }
        body.set("serviceData", orNull(service.data()));
        body.set("configuration", configuration(call.tx()));
        return GovResponse.json(body);
    }

    private static ObjectNode configuration(Transaction tx) {
        ServiceConfig config = Tables.SERVICE_CONFIG.get(tx).orElse(ServiceConfig.withThreshold(0));
        return Json.object()
                .put("recoveryThreshold", config.recoveryThreshold())
                .put(
                        "maximumNodeCertificateValidityDays",
                        config.maximumNodeCertificateValidityDaysOrDefault())
                .put(
                        "maximumServiceCertificateValidityDays",
                        config.maximumServiceCertificateValidityDaysOrDefault())
                .put("recentCoseProposalsWindowSize", config.recentProposalsWindowSizeOrDefault());
    }

    private static GovResponse members(GovCall call) {
        return list(
                Tables.MEMBER_INFO.rowsOf(call.tx()).entrySet().stream(),
                row -> memberJson(call.tx(), row.getKey(), row.getValue()));
    }

    private static GovResponse member(GovCall call) {
        MemberId id = new MemberId(call.entityId("memberId", "member ID"));
        return Tables.MEMBER_INFO
                .get(call.tx(), id)
                .map(info -> GovResponse.json(memberJson(call.tx(), id, info)))
                .orElseThrow(() -> notFound("Member " + id + " does not exist."));
    }

    private static ObjectNode memberJson(Transaction tx, MemberId id, MemberInfo info) {
        ObjectNode json = Json.object().put("memberId", id.hex());
        json.put("status", info.status().text());
        json.set("memberData", orNull(info.data()));
        Tables.MEMBER_CERTS.get(tx, id).ifPresent(pem -> json.put("certificate", pem));
        var key = Tables.MEMBER_ENCRYPTION_KEYS.get(tx, id);
        key.ifPresent(pem -> json.put("publicEncryptionKey", pem));
        json.put("recoveryRole", info.effectiveRole(key.isPresent()).text());
        return json;
    }

    private static GovResponse users(GovCall call) {
        return list(
                Tables.USER_CERTS.rowsOf(call.tx()).entrySet().stream(),
                row -> userJson(call.tx(), row.getKey(), row.getValue()));
    }

    private static GovResponse user(GovCall call) {
        UserId id = new UserId(call.entityId("userId", "user ID"));
        return Tables.USER_CERTS
                .get(call.tx(), id)
                .map(certificate -> GovResponse.json(userJson(call.tx(), id, certificate)))
                .orElseThrow(() -> notFound("User " + id + " does not exist."));
    }

    /** The whole row is shown as the data, its field name included: so clients know it. */
    private static ObjectNode userJson(Transaction tx, UserId id, String certificate) {
        ObjectNode json = Json.object().put("userId", id.hex()).put("certificate", certificate);
        json.set("userData", orNull(Tables.USER_INFO.get(tx, id).orElse(null)));
        return json;
    }

    private static GovResponse nodes(GovCall call) {
        return list(
                Tables.NODE_INFO.rowsOf(call.tx()).entrySet().stream(),
                row -> NodeView.of(call.tx(), row.getKey(), row.getValue()));
    }

    private static GovResponse node(GovCall call) {
        NodeId id = new NodeId(call.entityId("nodeId", "node ID"));
        return Tables.NODE_INFO
                .get(call.tx(), id)
                .map(info -> GovResponse.json(NodeView.of(call.tx(), id, info)))
                .orElseThrow(() -> notFound("Node " + id + " does not exist."));
    }

    private static <T> GovResponse list(Stream<T> rows, Function<T, ObjectNode> toJson) {
        ObjectNode body = Json.object();
        body.putArray("value").addAll(rows.map(toJson).toList());
        return GovResponse.json(body);
    }

    private static JsonNode orNull(@Nullable JsonNode json) {
        return json == null ? Json.object().nullNode() : json;
    }

    private static GovException notFound(String message) {
        return GovException.notFound(ErrorCode.RESOURCE_NOT_FOUND, message);
    }
}
