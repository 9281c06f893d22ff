package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.CoseException;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A service's word that an earlier key (or its own) was the service's in one epoch (spec 01, 8.6).
 *
 * @param cose as signed; its payload is the endorsed key
 * @param endorsedKey the payload, read
 * @param epoch from the protected header
 */
public record CoseEndorsement(CoseSign1 cose, EcPublicKey endorsedKey, CoseSigner.Epoch epoch) {
    /** Most endorsements that are read as one chain. */
    public static final int CHAIN_MAX = 64;

    /** Larger views and seqnos are refused, so that the next ones are numbers too. */
    private static final long NUMBER_MAX = Long.MAX_VALUE / 2;

    private static final String WHAT = "a COSE endorsement";

    /** Signs one. */
    static CoseEndorsement sign(
            EcKeyPair serviceKey, EcPublicKey endorsed, CoseSigner.Epoch epoch, Instant issuedAt) {
        return parse(CoseSigner.identityEndorsement(serviceKey, endorsed, epoch, issuedAt));
    }

    /**
     * Reads one; {@link #isSignedBy} tells whether it is to be believed.
     *
     * @throws LedgerFormatException if it is not one, or not in the one encoding that CCF writes
     */
    public static CoseEndorsement parse(byte[] bytes) {
        CoseSign1 cose;
        try {
            cose = CoseSign1.parse(bytes);
        } catch (CoseException e) {
            throw new LedgerFormatException("not " + WHAT + ": " + e.getMessage(), e);
        }
        if (!cose.unprotectedHeader().pairs().isEmpty()
                || !Arrays.equals(cose.withUnprotected(CoseSign1.EMPTY_HEADER).encode(), bytes)) {
            throw new LedgerFormatException(WHAT + " is not in CCF's encoding");
        }
        byte[] key =
                cose.payload()
                        .orElseThrow(() -> new LedgerFormatException(WHAT + " carries no key"));
        return new CoseEndorsement(cose, EcPublicKey.fromDer(key), readEpoch(cose));
    }

    private static CoseSigner.Epoch readEpoch(CoseSign1 cose) {
        if (!(cose.protectedHeader().get(CoseSigner.LABEL_CCF).orElse(Cbor.NULL)
                instanceof Cbor.Map claims)) {
            throw new LedgerFormatException(WHAT + " names no epoch");
        }
        TxId begin =
                txId(claims, "epoch.start.txid")
                        .orElseThrow(
                                () -> new LedgerFormatException(WHAT + " has no epoch.start.txid"));
        return new CoseSigner.Epoch(
                begin, txId(claims, "epoch.end.txid").orElse(null), root(claims));
    }

    private static Optional<TxId> txId(Cbor.Map claims, String label) {
        Optional<Cbor> item = claims.get(label);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (item.get() instanceof Cbor.Text(String text)) {
                TxId txId = TxId.parse(text);
                if (txId.seqno() <= NUMBER_MAX && txId.view() <= NUMBER_MAX) {
                    return Optional.of(txId);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException(WHAT + ": " + label + ": " + e.getMessage(), e);
        }
        throw new LedgerFormatException(WHAT + ": " + label + " is not a transaction id");
    }

    private static @Nullable Digest root(Cbor.Map claims) {
        Optional<Cbor> item = claims.get("epoch.end.merkle.root");
        if (item.isEmpty()) {
            return null;
        }
        if (item.get() instanceof Cbor.ByteString(Bytes bytes)) {
            return Digest.wrap(bytes.toArray());
        }
        throw new LedgerFormatException(WHAT + ": epoch.end.merkle.root is not a byte string");
    }

    /** Whether {@code key} signed it. */
    public boolean isSignedBy(EcPublicKey key) {
        return cose.verify(key);
    }

    /**
     * The form in which a chain travels: {@code {"endorsements":["<base64>", …]}}, as CCF's logging
     * sample answers it.
     *
     * @param newestFirst the chain
     */
    public static ObjectNode chainToJson(List<CoseEndorsement> newestFirst) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("endorsements");
        for (CoseEndorsement endorsement : newestFirst) {
            items.add(Base64.getEncoder().encodeToString(endorsement.cose().encode()));
        }
        return json;
    }

    /**
     * Reads {@link #chainToJson}.
     *
     * @throws LedgerFormatException if it is anything else
     */
    public static List<CoseEndorsement> chainFromJson(JsonNode json) {
        JsonNode items = JsonFields.of(json, "a chain of endorsements").array("endorsements");
        if (items.size() > CHAIN_MAX) {
            throw new LedgerFormatException("a chain of " + items.size() + " endorsements");
        }
        List<CoseEndorsement> chain = new ArrayList<>();
        for (JsonNode item : items) {
            if (!item.isString()) {
                throw new LedgerFormatException(WHAT + " is not a string");
            }
            chain.add(parse(JsonFields.base64(WHAT, item.stringValue()).toArray()));
        }
        return chain;
    }
}
