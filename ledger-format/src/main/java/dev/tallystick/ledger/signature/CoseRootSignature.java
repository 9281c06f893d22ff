package dev.tallystick.ledger.signature;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcPublicKey;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The value of {@code public:ccf.internal.cose_signatures}: the service's signature over the root
 * (spec 01, 5.2).
 *
 * @param cose parsed; {@link CoseSign1#encode} gives the bytes for COSE receipts
 */
public record CoseRootSignature(CoseSign1 cose) {

    /** Signs a root. */
    static CoseRootSignature sign(TxId txId, Digest root, SigningIdentity identity) {
        var claims =
                new CoseSigner.RootClaims(
                        identity.issuer(), identity.subject(), identity.clock().instant());
        return new CoseRootSignature(
                CoseSign1.parse(CoseSigner.ledgerRoot(identity.serviceKey(), txId, root, claims)));
    }

    /**
     * Reads a value of the table: a JSON string of base64.
     *
     * @throws LedgerFormatException if it is not one
     */
    public static CoseRootSignature fromJson(Bytes value) {
        JsonNode text = Json.parse(value);
        if (!text.isString()) {
            throw new LedgerFormatException("a COSE signature is not a JSON string");
        }
        return new CoseRootSignature(
                CoseSign1.parse(
                        JsonFields.base64("a COSE signature", text.stringValue()).toArray()));
    }

    /** The value of the table. */
    public Bytes toJson() {
        String base64 = Base64.getEncoder().encodeToString(cose.encode());
        return Json.canonicalBytes(JsonNodeFactory.instance.stringNode(base64));
    }

    /** The transaction that the protected header names, if it names one. */
    public Optional<TxId> txId() {
        if (cose.protectedHeader().get(CoseSigner.LABEL_CCF).orElse(Cbor.NULL)
                        instanceof Cbor.Map claims
                && claims.get("txid").orElse(Cbor.NULL) instanceof Cbor.Text(String text)) {
            try {
                return Optional.of(TxId.parse(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Issuer, subject and time, if all are there; a recovery takes them over. */
    public Optional<CoseSigner.RootClaims> claims() {
        return CoseSigner.rootClaims(cose);
    }

    /**
     * Whether kid and data structure are right and the signature is the service's over {@code
     * actualRoot}.
     */
    public boolean verify(EcPublicKey serviceKey, Digest actualRoot) {
        boolean isKidRight =
                cose.kid()
                        .map(
                                kid ->
                                        new String(kid, StandardCharsets.ISO_8859_1)
                                                .equals(serviceKey.idHex()))
                        .orElse(false);
        boolean isCcfLedger =
                cose.protectedHeader()
                        .get(CoseSigner.LABEL_VDS)
                        .map(Cbor.of(CoseSigner.VDS_CCF_LEDGER)::equals)
                        .orElse(false);
        return isKidRight && isCcfLedger && cose.verifyDetached(serviceKey, actualRoot.bytes());
    }
}
