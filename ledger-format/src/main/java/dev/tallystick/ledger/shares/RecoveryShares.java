package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.LedgerSecret;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The value of {@code public:ccf.internal.recovery_shares}: the latest ledger secret, wrapped, and
 * the members' shares of the wrapping secret, each encrypted for its member (spec 01, 6.5).
 *
 * @param encryptedShares by member id
 * @param previousSecretStoredVersion that of the latest secret, null if unknown
 * @param wrappedLatestSecret as {@link SharingSecret#wrap} gives it
 */
public record RecoveryShares(
        SortedMap<String, Bytes> encryptedShares,
        @Nullable Long previousSecretStoredVersion,
        Bytes wrappedLatestSecret) {
    /** What a recovery member receives. */
    public enum Role {
        /** One partial share. */
        PARTICIPANT,
        /** A full share: can recover alone. */
        OWNER
    }

    /**
     * A recovery member.
     *
     * @param encryptionKeyPem RSA public key
     * @param role what it receives
     */
    public record Recipient(String encryptionKeyPem, Role role) {}

    /** Copies the map. */
    public RecoveryShares {
        encryptedShares = Collections.unmodifiableSortedMap(new TreeMap<>(encryptedShares));
    }

    /**
     * Wraps a ledger secret under a fresh sharing secret and encrypts a share for each recipient.
     *
     * @param threshold number of partial shares that recover the secret
     * @param recipients by member id; only active recovery members
     * @throws IllegalArgumentException with CCF's text if the threshold does not suit the
     *     recipients (spec 03, 1.3)
     * @throws LedgerFormatException if an encryption key is no usable RSA key
     */
    public static RecoveryShares issue(
            LedgerSecret latest, int threshold, SortedMap<String, Recipient> recipients) {
        int participants = countParticipants(recipients);
        checkThreshold(threshold, participants, recipients.size() - participants);
        var random = CryptoProvider.get().random();
        SharingSecret secret = SharingSecret.random(random);
        List<Share> partial = Shamir.split(secret, threshold, Math.max(participants, 1), random);
        Share full = Share.full(secret);
        SortedMap<String, Bytes> encrypted = new TreeMap<>();
        int next = 0;
        for (var entry : new TreeMap<>(recipients).entrySet()) {
            Recipient recipient = entry.getValue();
            Share share =
                    switch (recipient.role()) {
                        case PARTICIPANT -> partial.get(next++);
                        case OWNER -> full;
                    };
            byte[] bytes = RsaOaep.encrypt(recipient.encryptionKeyPem(), share.bytes().toArray());
            encrypted.put(entry.getKey(), Bytes.wrap(bytes));
        }
        var stored = latest.previousSecretStoredSeqno();
        return new RecoveryShares(
                encrypted,
                stored.isPresent() ? stored.getAsLong() : null,
                Bytes.wrap(secret.wrap(latest.keyBytes())));
    }

    private static int countParticipants(SortedMap<String, Recipient> recipients) {
        return (int) recipients.values().stream().filter(r -> r.role() == Role.PARTICIPANT).count();
    }

    private static void checkThreshold(int threshold, int participants, int owners) {
        if (participants + owners == 0) {
            throw new IllegalArgumentException(
                    "There should be at least one active recovery member to issue recovery shares");
        }
        if (threshold <= 0) {
            throw new IllegalArgumentException("Recovery threshold should be greater than 0");
        }
        if (participants == 0 && threshold != 1) {
            throw new IllegalArgumentException(
                    "Recovery threshold "
                            + threshold
                            + " should be 1 when there are only active recovery owner members");
        }
        if (participants > 0 && threshold > participants) {
            throw new IllegalArgumentException(
                    "Recovery threshold "
                            + threshold
                            + " should be equal to or less than the number of active recovery"
                            + " members "
                            + participants);
        }
    }

    /**
     * Reads a value of the table.
     *
     * @throws LedgerFormatException if it is not one
     */
    public static RecoveryShares fromJson(Bytes value) {
        JsonFields fields = JsonFields.of(Json.parse(value), "recovery shares");
        SortedMap<String, Bytes> shares = new TreeMap<>();
        JsonFields encrypted = fields.object("encrypted_shares");
        fields.get("encrypted_shares")
                .propertyNames()
                .forEach(member -> shares.put(member, encrypted.base64(member)));
        var stored = fields.findNumber("previous_secret_stored_version");
        return new RecoveryShares(
                shares,
                stored.isPresent() ? stored.getAsLong() : null,
                fields.base64("wrapped_latest_ledger_secret"));
    }

    /** The value of the table, as CCF writes it. */
    public Bytes toJson() {
        ObjectNode json = Json.object();
        ObjectNode shares = json.putObject("encrypted_shares");
        encryptedShares.forEach((member, share) -> shares.put(member, base64(share)));
        if (previousSecretStoredVersion != null) {
            json.put("previous_secret_stored_version", previousSecretStoredVersion);
        }
        json.put("wrapped_latest_ledger_secret", base64(wrappedLatestSecret));
        return Json.canonicalBytes(json);
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /**
     * Recovers the latest ledger secret from submitted shares.
     *
     * @param threshold that of the service
     * @param validFrom seqno from which the secret is valid: the last collected {@code
     *     next_version} (spec 01, 6.7)
     * @throws IllegalArgumentException if the shares do not suffice
     * @throws LedgerFormatException if one of them is wrong
     */
    public LedgerSecret recover(List<Share> shares, int threshold, long validFrom) {
        byte[] key =
                Shamir.combine(shares, threshold)
                        .unwrap(wrappedLatestSecret.toArray())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "the shares do not open the ledger secret"));
        LedgerSecret secret = LedgerSecret.of(key, validFrom);
        return previousSecretStoredVersion == null
                ? secret
                : secret.withPreviousSecretStoredAt(previousSecretStoredVersion);
    }
}
