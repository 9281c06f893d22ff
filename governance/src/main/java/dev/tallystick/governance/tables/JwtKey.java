package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key that signs tokens, as registered for one issuer: an element of a row of {@code
 * public:ccf.gov.jwt.public_signing_keys_metadata_v2} (spec 03, 7.6).
 *
 * @param publicKey DER SubjectPublicKeyInfo
 * @param constraint the issuer that tokens must name; null for any
 */
public record JwtKey(String issuer, Bytes publicKey, @Nullable String constraint) {
    static final Codec<List<JwtKey>> CODEC = Codec.json(JwtKey::toJson, JwtKey::fromJson);

    private static ArrayNode toJson(List<JwtKey> keys) {
        ArrayNode json = Json.object().putArray("keys");
        for (JwtKey key : keys) {
            ObjectNode element = json.addObject();
            element.put("issuer", key.issuer);
            element.put("public_key", Base64.getEncoder().encodeToString(key.publicKey.toArray()));
            Fields.put(element, "constraint", key.constraint);
        }
        return json;
    }

    private static List<JwtKey> fromJson(JsonNode json) {
        List<JwtKey> keys = new ArrayList<>();
        for (JsonNode element : json) {
            Fields fields = new Fields(element);
            keys.add(
                    new JwtKey(
                            fields.text("issuer"),
                            Bytes.wrap(fields.base64("public_key")),
                            fields.optionalText("constraint")));
        }
        return List.copyOf(keys);
    }
}
