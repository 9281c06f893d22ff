package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.LedgerSecret;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The value of {@code public:ccf.internal.encrypted_ledger_secrets}: how nodes hand each other new
 * secrets after a rekey, and restored ones after a disaster recovery (spec 01, 6.3).
 *
 * @param byNode secrets for each recipient, by node id
 */
public record EncryptedLedgerSecrets(SortedMap<String, List<Secret>> byNode) {
    private static final String WHAT = "encrypted ledger secrets";

    /** Copies the map and its lists. */
    public EncryptedLedgerSecrets {
        SortedMap<String, List<Secret>> copy = new TreeMap<>();
        byNode.forEach((node, secrets) -> copy.put(node, List.copyOf(secrets)));
        byNode = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * One secret for one node.
     *
     * @param encrypted the raw key, RSA-OAEP under the node's encryption key
     * @param previousSecretStoredVersion where the secret before it is stored; null if unknown
     * @param version first seqno of the secret; null on a rekey, then it is the seqno after the
     *     write
     */
    public record Secret(
            Bytes encrypted, @Nullable Long previousSecretStoredVersion, @Nullable Long version) {
        /**
         * Decrypts.
         *
         * @param key of the node
         * @param writtenAt seqno of the transaction that holds this value
         * @throws LedgerFormatException if it was not encrypted for this key, or is no secret
         */
        public LedgerSecret open(RsaKeyPair key, long writtenAt) {
            byte[] raw =
                    RsaOaep.decrypt(key, encrypted.toArray())
                            .orElseThrow(
                                    () ->
                                            new LedgerFormatException(
                                                    "The ledger secret sent to this node at seqno "
                                                            + writtenAt
                                                            + " cannot be decrypted"));
            LedgerSecret secret = LedgerSecret.of(raw, version == null ? writtenAt + 1 : version);
            return previousSecretStoredVersion == null
                    ? secret
                    : secret.withPreviousSecretStoredAt(previousSecretStoredVersion);
        }
    }

    /**
     * What a rekey writes: the new secret for each node, valid from the next seqno.
     *
     * @param recipients PEM encryption keys by node id
     * @throws LedgerFormatException if one is no usable RSA key
     */
    public static EncryptedLedgerSecrets rekey(
            LedgerSecret next, SortedMap<String, String> recipients) {
        SortedMap<String, List<Secret>> byNode = new TreeMap<>();
        recipients.forEach(
                (node, pem) -> byNode.put(node, List.of(new Secret(seal(pem, next), null, null))));
        return new EncryptedLedgerSecrets(byNode);
    }

    /**
     * What a recovery writes: all restored secrets for each node.
     *
     * @param restored oldest first
     * @param recipients PEM encryption keys by node id
     * @throws LedgerFormatException if one is no usable RSA key
     */
    public static EncryptedLedgerSecrets recovery(
            List<LedgerSecret> restored, SortedMap<String, String> recipients) {
        SortedMap<String, List<Secret>> byNode = new TreeMap<>();
        recipients.forEach(
                (node, pem) -> {
                    List<Secret> secrets = new ArrayList<>();
                    for (LedgerSecret secret : restored) {
                        var stored = secret.previousSecretStoredSeqno();
                        secrets.add(
                                new Secret(
                                        seal(pem, secret),
                                        stored.isPresent() ? stored.getAsLong() : null,
                                        secret.validFrom()));
                    }
                    byNode.put(node, secrets);
                });
        return new EncryptedLedgerSecrets(byNode);
    }

    private static Bytes seal(String pem, LedgerSecret secret) {
        return Bytes.wrap(RsaOaep.encrypt(pem, secret.keyBytes()));
    }

    /**
     * Reads a value of the table.
     *
     * @throws LedgerFormatException if it is not one; {@code version} must be there, null included
     */
    public static EncryptedLedgerSecrets fromJson(Bytes value) {
        JsonNode json = Json.parse(value);
        JsonFields nodes = JsonFields.of(json, WHAT);
        SortedMap<String, List<Secret>> byNode = new TreeMap<>();
        for (String node : json.propertyNames()) {
            List<Secret> secrets = new ArrayList<>();
            for (JsonNode item : nodes.array(node)) {
                secrets.add(readSecret(item));
            }
            byNode.put(node, secrets);
        }
        return new EncryptedLedgerSecrets(byNode);
    }

    private static Secret readSecret(JsonNode item) {
        JsonFields fields = JsonFields.of(item, WHAT);
        if (!item.has("version")) {
            throw new LedgerFormatException(WHAT + " have no version");
        }
        var stored = fields.findNumber("previous_secret_stored_version");
        var version = fields.findNumber("version");
        return new Secret(
                fields.base64("encrypted_secret"),
                stored.isPresent() ? stored.getAsLong() : null,
                version.isPresent() ? version.getAsLong() : null);
    }

    /** The value of the table, as CCF writes it. */
    public Bytes toJson() {
        ObjectNode json = Json.object();
        byNode.forEach(
                (node, secrets) -> {
                    ArrayNode items = json.putArray(node);
                    secrets.forEach(secret -> write(secret, items.addObject()));
                });
        return Json.canonicalBytes(json);
    }

    private static void write(Secret secret, ObjectNode json) {
        json.put(
                "encrypted_secret",
                Base64.getEncoder().encodeToString(secret.encrypted().toArray()));
        if (secret.previousSecretStoredVersion() != null) {
            json.put("previous_secret_stored_version", secret.previousSecretStoredVersion());
        }
        if (secret.version() == null) {
            json.putNull("version");
        } else {
            json.put("version", secret.version());
        }
    }
}
