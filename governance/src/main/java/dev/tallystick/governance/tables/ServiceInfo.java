package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service is: the row of {@code public:ccf.gov.service.info} (spec 03, 7.4).
 *
 * @param certificate PEM, verbatim
 * @param recoveryCount disasters survived; null in ledgers of old releases
 * @param createTxId the transaction that created this service; null in ledgers of old releases
 * @param previousIdentityVersion seqno at which the previous service was created; only after a
 *     recovery
 * @param data what the operator noted about the service
 */
public record ServiceInfo(
        String certificate,
        ServiceStatus status,
        @Nullable Long recoveryCount,
        @Nullable TxId createTxId,
        @Nullable Long previousIdentityVersion,
        @Nullable JsonNode data) {
    static final Codec<ServiceInfo> CODEC = Codec.json(ServiceInfo::toJson, ServiceInfo::fromJson);

    /** The same service in another status. */
    public ServiceInfo withStatus(ServiceStatus next) {
        return new ServiceInfo(
                certificate, next, recoveryCount, createTxId, previousIdentityVersion, data);
    }

    private ObjectNode toJson() {
        ObjectNode json = Json.object().put("cert", certificate).put("status", status.text());
        if (createTxId != null) {
            json.put("current_service_create_txid", createTxId.toString());
        }
        Fields.put(json, "previous_service_identity_version", previousIdentityVersion);
        Fields.put(json, "recovery_count", recoveryCount);
        Fields.put(json, "service_data", data);
        return json;
    }

    private static ServiceInfo fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new ServiceInfo(
                fields.text("cert"),
                ServiceStatus.of(fields.text("status")),
                fields.optionalNumber("recovery_count"),
                fields.optional("current_service_create_txid", id -> TxId.parse(id.stringValue())),
                fields.optionalNumber("previous_service_identity_version"),
                fields.optional("service_data"));
    }
}
