package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;

/**
 * How the present identity of the service vouches for the previous one: the row of {@code
 * public:ccf.internal.previous_service_identity_endorsement} (spec 01, 8.6).
 *
 * @param endorsement COSE_Sign1 whose payload is the endorsed key
 * @param endorsingKey DER SubjectPublicKeyInfo of the key that signed
 * @param epochBegin first transaction for which it vouches
 * @param epochEnd last one; null when the identity vouches for itself
 * @param previousVersion seqno of the row before this one; null for the first
 */
public record IdentityEndorsement(
        Bytes endorsement,
        Bytes endorsingKey,
        TxId epochBegin,
        @Nullable TxId epochEnd,
        @Nullable Long previousVersion) {
    static final Codec<IdentityEndorsement> CODEC =
            Codec.json(IdentityEndorsement::toJson, IdentityEndorsement::fromJson);

    private ObjectNode toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        ObjectNode json =
                Json.object()
                        .put("endorsement", base64.encodeToString(endorsement.toArray()))
                        .put("endorsing_key", base64.encodeToString(endorsingKey.toArray()))
                        .put("endorsement_epoch_begin", epochBegin.toString());
        if (epochEnd != null) {
            json.put("endorsement_epoch_end", epochEnd.toString());
        }
        Fields.put(json, "previous_version", previousVersion);
        return json;
    }

    private static IdentityEndorsement fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new IdentityEndorsement(
                Bytes.wrap(fields.base64("endorsement")),
                Bytes.wrap(fields.base64("endorsing_key")),
                TxId.parse(fields.text("endorsement_epoch_begin")),
                fields.optional("endorsement_epoch_end", id -> TxId.parse(id.stringValue())),
                fields.optionalNumber("previous_version"));
    }
}
