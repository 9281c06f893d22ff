package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CoseSigner.Epoch;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * A value of {@code public:ccf.internal.previous_service_identity_endorsement}: written when a
 * service opens, it endorses the key of the service before, or its own if there is none (spec 01,
 * 8.6).
 *
 * @param endorsement the signed part
 * @param endorsingKey of the service that signs
 * @param begin first transaction of the endorsed epoch
 * @param end last transaction of the endorsed epoch; null in a self-endorsement
 * @param previousVersion seqno of the previous write to the table; null in a self-endorsement
 */
public record IdentityEndorsement(
        CoseEndorsement endorsement,
        EcPublicKey endorsingKey,
        TxId begin,
        @Nullable TxId end,
        @Nullable Long previousVersion) {
    private static final String WHAT = "an identity endorsement";
    private static final long VIEWS_PER_RECOVERY = 2;

    /**
     * What a service writes that opens for the first time.
     *
     * @param createTxId its first transaction
     */
    public static IdentityEndorsement first(EcKeyPair serviceKey, TxId createTxId, Instant now) {
        Epoch epoch = new Epoch(createTxId, null, null);
        return new IdentityEndorsement(
                CoseEndorsement.sign(serviceKey, serviceKey.publicKey(), epoch, now),
                serviceKey.publicKey(),
                createTxId,
                null,
                null);
    }

    /**
     * What a recovered service writes when it opens.
     *
     * @param createTxId its first transaction
     * @param lastRoot last signed root of the service before, if known
     * @param previousVersion seqno at which this value was written
     */
    public IdentityEndorsement next(
            EcKeyPair serviceKey,
            TxId createTxId,
            @Nullable Digest lastRoot,
            long previousVersion,
            Instant now) {
        TxId newEnd = new TxId(createTxId.view() - VIEWS_PER_RECOVERY, createTxId.seqno() - 1);
        TxId newBegin = end == null ? begin : ServiceKeys.next(end);
        Epoch epoch = new Epoch(newBegin, newEnd, lastRoot);
        return new IdentityEndorsement(
                CoseEndorsement.sign(serviceKey, endorsingKey, epoch, now),
                serviceKey.publicKey(),
                newBegin,
                newEnd,
                previousVersion);
    }

    /**
     * Reads a value of the table and checks what it tells of itself: the signature is the endorsing
     * key's, and the signed epoch is the stated one.
     *
     * @throws LedgerFormatException if it is not one, or contradicts itself
     */
    public static IdentityEndorsement fromJson(Bytes value) {
        JsonFields fields = JsonFields.of(Json.parse(value), WHAT);
        var previous = fields.findNumber("previous_version");
        IdentityEndorsement row =
                new IdentityEndorsement(
                        CoseEndorsement.parse(fields.base64("endorsement").toArray()),
                        EcPublicKey.fromDer(fields.base64("endorsing_key").toArray()),
                        txId(fields.text("endorsement_epoch_begin")),
                        fields.findText("endorsement_epoch_end")
                                .map(IdentityEndorsement::txId)
                                .orElse(null),
                        previous.isPresent() ? previous.getAsLong() : null);
        row.check();
        return row;
    }

    private static TxId txId(String text) {
        try {
            return TxId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException(WHAT + ": " + e.getMessage(), e);
        }
    }

    private void check() {
        if (!endorsement.isSignedBy(endorsingKey)) {
            throw new LedgerFormatException(WHAT + " is not signed by its endorsing key");
        }
        Epoch signed = endorsement.epoch();
        if (!signed.begin().equals(begin) || !Objects.equals(signed.end(), end)) {
            throw new LedgerFormatException(
                    WHAT
                            + " states the epoch from "
                            + begin
                            + " to "
                            + end
                            + ", but signs "
                            + signed.begin()
                            + " to "
                            + signed.end());
        }
        if (end == null && !endorsement.endorsedKey().equals(endorsingKey)) {
            throw new LedgerFormatException(WHAT + " without an end is not a self-endorsement");
        }
    }

    /** Whether the service endorses only itself, because none was before it. */
    public boolean isSelfEndorsement() {
        return end == null;
    }

    /** Whether the epoch ends before it begins: a past release wrote such values. */
    public boolean isInverted() {
        return end != null && end.seqno() < begin.seqno();
    }

    /** The value of the table, as CCF writes it. */
    public Bytes toJson() {
        ObjectNode json = Json.object();
        json.put("endorsement", base64(endorsement.cose().encode()));
        json.put("endorsement_epoch_begin", begin.toString());
        if (end != null) {
            json.put("endorsement_epoch_end", end.toString());
        }
        json.put("endorsing_key", base64(endorsingKey.spkiDer()));
        if (previousVersion != null) {
            json.put("previous_version", previousVersion);
        }
        return Json.canonicalBytes(json);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
