package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.CommitEvidence;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies receipts offline (spec 01, 8.3). Certificates' dates are ignored, as everywhere inside a
 * service.
 */
public final class ReceiptVerifier {
    private static final Pattern EVIDENCE =
            Pattern.compile("ce:(\\d{1,19}\\.\\d{1,19}):[0-9a-f]{64}");

    private ReceiptVerifier() {}

    /**
     * What a receipt has proved.
     *
     * @param root the signed Merkle root
     * @param txId the transaction, as its commit evidence names it; null where there is no evidence
     * @param writeSetDigest SHA-256 of the transaction's ledger entry; null where the receipt has a
     *     plain leaf
     */
    public record Proven(Digest root, @Nullable TxId txId, @Nullable Digest writeSetDigest) {}

    /**
     * Verifies a receipt that carries its claims digest.
     *
     * @param service certificate of the current service
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(Receipt receipt, Certificate service) {
        return check(receipt, service, null);
    }

    /**
     * Verifies a receipt against claims that the verifier has computed itself.
     *
     * @param service certificate of the current service
     * @param claimsDigest must equal the one in the receipt, if there is one
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(Receipt receipt, Certificate service, Digest claimsDigest) {
        return check(receipt, service, claimsDigest);
    }

    private static Proven check(Receipt receipt, Certificate service, @Nullable Digest claims) {
        Digest root = receipt.proof().rootFrom(leaf(receipt.leaf(), claims));
        Certificate certificate = certificate(receipt.certificatePem(), "the node certificate");
        EcPublicKey key = key(certificate);
        if (!receipt.nodeId().equals(key.idHex())) {
            throw new ReceiptException(
                    ReceiptCheck.NODE_ID,
                    "node id "
                            + receipt.nodeId()
                            + " is not that of the certificate's key, "
                            + key.idHex());
        }
        if (!key.verifyDigest(root, receipt.signature().toArray())) {
            throw new ReceiptException(
                    ReceiptCheck.SIGNATURE,
                    "the node's signature does not cover root "
                            + root.hex()
                            + ", which leaf and proof give");
        }
        checkEndorsement(receipt, certificate, service);
        return switch (receipt.leaf()) {
            case Receipt.Leaf.Components components ->
                    new Proven(root, txId(components).orElse(null), components.writeSetDigest());
            case Receipt.Leaf.Plain plain -> new Proven(root, null, null);
        };
    }

    private static Digest leaf(Receipt.Leaf leaf, @Nullable Digest suppliedClaims) {
        return switch (leaf) {
            case Receipt.Leaf.Plain(Digest digest) -> digest;
            case Receipt.Leaf.Components components ->
                    Digest.sha256(
                            components.writeSetDigest(),
                            CommitEvidence.digest(checkEvidence(components)),
                            claims(components, suppliedClaims));
        };
    }

    private static String checkEvidence(Receipt.Leaf.Components components) {
        if (txId(components).isEmpty()) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF, "the commit evidence is not of the form ce:<txid>:<nonce>");
        }
        return components.commitEvidence();
    }

    private static Optional<TxId> txId(Receipt.Leaf.Components components) {
        Matcher matcher = EVIDENCE.matcher(components.commitEvidence());
        try {
            return matcher.matches() ? Optional.of(TxId.parse(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Digest claims(Receipt.Leaf.Components components, @Nullable Digest supplied) {
        Digest carried = components.claimsDigest();
        if (carried == null && supplied == null) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF,
                    "the receipt has no claims digest: the verifier must supply it");
        }
        if (carried != null && supplied != null && !carried.equals(supplied)) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF,
                    "the receipt's claims digest "
                            + carried.hex()
                            + " is not the expected "
                            + supplied.hex());
        }
        return supplied != null ? supplied : Objects.requireNonNull(carried);
    }

    private static void checkEndorsement(Receipt receipt, Certificate node, Certificate service) {
        Certificate current = node;
        for (String pem : receipt.serviceEndorsements()) {
            Certificate endorsement = certificate(pem, "a service endorsement");
            requireIssued(current, endorsement);
            current = endorsement;
        }
        requireIssued(current, service);
    }

    private static void requireIssued(Certificate subject, Certificate issuer) {
        boolean isIssued;
        try {
            isIssued = subject.isIssuedBy(issuer);
        } catch (LedgerFormatException e) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT,
                    "the key of " + issuer.subject() + " cannot issue certificates");
        }
        if (!isIssued) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT,
                    "certificate "
                            + subject.subject()
                            + " was not issued by this "
                            + issuer.subject());
        }
    }

    private static Certificate certificate(String pem, String what) {
        try {
            return Certificate.fromPem(pem);
        } catch (LedgerFormatException e) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT, what + " cannot be read: " + e.getMessage());
        }
    }

    private static EcPublicKey key(Certificate certificate) {
        try {
            return certificate.publicKey();
        } catch (LedgerFormatException e) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT,
                    "the node certificate's key cannot be used: " + e.getMessage());
        }
    }
}
