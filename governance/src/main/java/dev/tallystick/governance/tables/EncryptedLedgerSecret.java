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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A ledger secret on its way to one node: an element of the row of {@code
 * public:ccf.internal.encrypted_ledger_secrets} (spec 01, 6.3).
 *
 * @param encryptedSecret RSA-OAEP under the node's encryption key
 * @param version first seqno of the secret; null at a rekey, which means the seqno after the row's
 * @param previousSecretStoredVersion seqno at which the secret before it was stored; null when
 *     unknown
 */
public record EncryptedLedgerSecret(
        Bytes encryptedSecret, @Nullable Long version, @Nullable Long previousSecretStoredVersion) {
    static final Codec<SortedMap<NodeId, List<EncryptedLedgerSecret>>> CODEC =
            Codec.json(EncryptedLedgerSecret::toJson, EncryptedLedgerSecret::fromJson);

    private static ObjectNode toJson(SortedMap<NodeId, List<EncryptedLedgerSecret>> secrets) {
        ObjectNode json = Json.object();
        secrets.forEach(
                (node, forNode) -> {
                    ArrayNode elements = json.putArray(node.hex());
                    forNode.forEach(secret -> secret.addTo(elements));
                });
        return json;
    }

    private void addTo(ArrayNode elements) {
        ObjectNode element = elements.addObject();
        element.put(
                "encrypted_secret", Base64.getEncoder().encodeToString(encryptedSecret.toArray()));
        element.put("version", version);
        Fields.put(element, "previous_secret_stored_version", previousSecretStoredVersion);
    }

    private static SortedMap<NodeId, List<EncryptedLedgerSecret>> fromJson(JsonNode json) {
        SortedMap<NodeId, List<EncryptedLedgerSecret>> secrets = new TreeMap<>();
        json.properties()
                .forEach(
                        entry -> secrets.put(new NodeId(entry.getKey()), listOf(entry.getValue())));
        return secrets;
    }

    private static List<EncryptedLedgerSecret> listOf(JsonNode json) {
        List<EncryptedLedgerSecret> secrets = new ArrayList<>();
        for (JsonNode element : json) {
            Fields fields = new Fields(element);
            secrets.add(
                    new EncryptedLedgerSecret(
                            Bytes.wrap(fields.base64("encrypted_secret")),
                            fields.optionalNumber("version"),
                            fields.optionalNumber("previous_secret_stored_version")));
        }
        return List.copyOf(secrets);
    }
}
