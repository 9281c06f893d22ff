package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;

/**
 * What a member is to acknowledge, and how it did: a row of {@code public:ccf.gov.members.acks}
 * (spec 03, 7.1).
 *
 * @param stateDigest hex of a Merkle root, or empty before there is one
 * @param signedRequest the whole COSE envelope of the last acknowledgement
 */
public record MemberAck(String stateDigest, @Nullable Bytes signedRequest) {
    static final Codec<MemberAck> CODEC = Codec.json(MemberAck::toJson, MemberAck::fromJson);

    /** A digest not yet acknowledged. */
    public static MemberAck pending(String stateDigest) {
        return new MemberAck(stateDigest, null);
    }

    private ObjectNode toJson() {
        ObjectNode json = Json.object().put("state_digest", stateDigest);
        if (signedRequest != null) {
            json.put("cose_sign1_req", Base64.getEncoder().encodeToString(signedRequest.toArray()));
        }
        return json;
    }

    private static MemberAck fromJson(JsonNode json) {
        Fields fields = new Fields(json);
        return new MemberAck(
                fields.text("state_digest"),
                fields.optional("cose_sign1_req") == null
                        ? null
                        : Bytes.wrap(fields.base64("cose_sign1_req")));
    }
}
