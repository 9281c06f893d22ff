package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.GcmCipher;
import dev.tallystick.ledger.entry.LedgerSecret;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;

/**
 * A value of {@code public:ccf.internal.historical_encrypted_ledger_secret}: the secret before the
 * current one, encrypted under it (spec 01, 6.4).
 *
 * @param nextVersion seqno from which the newer secret is valid; null on a rekey, then it is the
 *     seqno after this write
 * @param previous the preceding secret; null when the service opens for the first time
 */
public record HistoricalLedgerSecret(@Nullable Long nextVersion, @Nullable Previous previous) {
    /**
     * The preceding secret.
     *
     * @param encrypted under the newer secret, as {@link GcmCipher} seals it
     * @param previousSecretStoredVersion seqno of the previous write to the table; null for the
     *     first secret
     * @param version seqno from which the preceding secret is valid
     */
    public record Previous(
            Bytes encrypted, @Nullable Long previousSecretStoredVersion, long version) {}

    /** The value written when a service opens for the first time. */
    public static HistoricalLedgerSecret first(LedgerSecret secret) {
        return new HistoricalLedgerSecret(secret.validFrom(), null);
    }

    /** The value written by a rekey: the newer secret is valid from the next seqno. */
    public static HistoricalLedgerSecret rekey(LedgerSecret previous, LedgerSecret newer) {
        return new HistoricalLedgerSecret(null, seal(previous, newer));
    }

    /** The value written at the end of a recovery. */
    public static HistoricalLedgerSecret recovery(LedgerSecret previous, LedgerSecret newer) {
        return new HistoricalLedgerSecret(newer.validFrom(), seal(previous, newer));
    }

    private static Previous seal(LedgerSecret previous, LedgerSecret newer) {
        var stored = previous.previousSecretStoredSeqno();
        return new Previous(
                Bytes.wrap(GcmCipher.seal(newer.keyBytes(), previous.keyBytes())),
                stored.isPresent() ? stored.getAsLong() : null,
                previous.validFrom());
    }

    /**
     * Reads a value of the table.
     *
     * @throws LedgerFormatException if it is not one
     */
    public static HistoricalLedgerSecret fromJson(Bytes value) {
        JsonFields fields = JsonFields.of(Json.parse(value), "a historical ledger secret");
        var next = fields.findNumber("next_version");
        return new HistoricalLedgerSecret(
                next.isPresent() ? next.getAsLong() : null,
                fields.findObject("previous_ledger_secret")
                        .map(HistoricalLedgerSecret::readPrevious)
                        .orElse(null));
    }

    private static Previous readPrevious(JsonFields fields) {
        var stored = fields.findNumber("previous_secret_stored_version");
        return new Previous(
                fields.base64("encrypted_data"),
                stored.isPresent() ? stored.getAsLong() : null,
                fields.number("version"));
    }

    /** The value of the table, as CCF writes it. */
    public Bytes toJson() {
        ObjectNode json = Json.object();
        if (nextVersion != null) {
            json.put("next_version", nextVersion);
        }
        if (previous != null) {
            ObjectNode inner = json.putObject("previous_ledger_secret");
            inner.put(
                    "encrypted_data",
                    Base64.getEncoder().encodeToString(previous.encrypted().toArray()));
            if (previous.previousSecretStoredVersion() != null) {
                inner.put("previous_secret_stored_version", previous.previousSecretStoredVersion());
            }
            inner.put("version", previous.version());
        }
        return Json.canonicalBytes(json);
    }

    /** Seqno from which the newer secret is valid, for a value written at {@code seqno}. */
    public long nextVersion(long seqno) {
        return nextVersion == null ? seqno + 1 : nextVersion;
    }

    /**
     * Decrypts the preceding secret.
     *
     * @param newer the secret that follows it
     * @throws LedgerFormatException if there is none, or {@code newer} is not the one it was
     *     encrypted under
     */
    public LedgerSecret open(LedgerSecret newer) {
        if (previous == null) {
            throw new LedgerFormatException("no secret precedes the first one");
        }
        byte[] key =
                GcmCipher.open(newer.keyBytes(), previous.encrypted().toArray())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "not encrypted under this ledger secret"));
        LedgerSecret secret = LedgerSecret.of(key, previous.version());
        Long stored = previous.previousSecretStoredVersion();
        return stored == null ? secret : secret.withPreviousSecretStoredAt(stored);
    }
}
