package dev.tallystick.ledger.signature;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;

/**
 * The value of {@code public:ccf.internal.signatures} (spec 01, 5.1).
 *
 * @param node id of the signing node, hex SHA-256 of its SubjectPublicKeyInfo
 * @param txId of the signature transaction itself
 * @param root over leaves 0 … seqno−1
 * @param signature DER ECDSA by the node's key, the root used directly as digest
 * @param certificatePem the node's endorsed certificate; null in ledgers of CCF 1.x
 * @param commit last committed transaction then; always zero today, other values in old ledgers
 * @param hashedNonce always zeros
 */
public record NodeSignature(
        String node,
        TxId txId,
        Digest root,
        Bytes signature,
        @Nullable String certificatePem,
        TxId commit,
        Digest hashedNonce) {

    /** Signs a root. */
    static NodeSignature sign(TxId txId, Digest root, SigningIdentity identity) {
        return new NodeSignature(
                identity.nodeKey().publicKey().idHex(),
                txId,
                root,
                Bytes.wrap(identity.nodeKey().signDigest(root)),
                identity.nodeCertificate().pem(),
                TxId.NONE,
                Digest.ZERO);
    }

    /**
     * Reads a value of the table.
     *
     * @throws LedgerFormatException if it is not one
     */
    public static NodeSignature fromJson(Bytes value) {
        JsonFields fields = JsonFields.of(Json.parse(value), "a node signature");
        return new NodeSignature(
                fields.text("node"),
                new TxId(fields.number("view"), fields.number("seqno")),
                fields.digest("root"),
                fields.base64("sig"),
                fields.findText("cert").orElse(null),
                new TxId(fields.number("commit_view"), fields.number("commit_seqno")),
                fields.digest("hashed_nonce"));
    }

    /** The value of the table, byte for byte as CCF writes it. */
    public Bytes toJson() {
        ObjectNode json = Json.object();
        if (certificatePem != null) {
            json.put("cert", certificatePem);
        }
        json.put("commit_seqno", commit.seqno());
        json.put("commit_view", commit.view());
        json.put("hashed_nonce", hashedNonce.hex());
        json.put("node", node);
        json.put("root", root.hex());
        json.put("seqno", txId.seqno());
        json.put("sig", Base64.getEncoder().encodeToString(signature.toArray()));
        json.put("view", txId.view());
        return Json.canonicalBytes(json);
    }

    /**
     * The certificate of the signing node.
     *
     * @throws LedgerFormatException if the ledger is too old to name it here
     */
    public String pem() {
        if (certificatePem == null) {
            throw new LedgerFormatException("the signature in " + txId + " has no certificate");
        }
        return certificatePem;
    }

    /** The same signature with the certificate that the ledger tells elsewhere. */
    public NodeSignature withCertificate(String pem) {
        return new NodeSignature(node, txId, root, signature, pem, commit, hashedNonce);
    }

    /**
     * Whether the signature is that of {@code key} over {@code actualRoot}, and the node id is that
     * of the key.
     *
     * @param actualRoot recomputed by the caller; the {@link #root} field proves nothing
     */
    public boolean verify(EcPublicKey key, Digest actualRoot) {
        return node.equals(key.idHex()) && key.verifyDigest(actualRoot, signature.toArray());
    }
}
