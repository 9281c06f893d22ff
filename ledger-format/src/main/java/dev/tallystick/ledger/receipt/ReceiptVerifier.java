package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.CommitEvidence;

import org.jspecify.annotations.Nullable;

/**
 * Verifies receipts offline (spec 01, 8.3). Certificates' dates are ignored, as everywhere inside a
 * service.
 */
public final class ReceiptVerifier {
    private static final String FROM_BEFORE_A_RECOVERY =
            "; one from before a disaster recovery needs endorsements";

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
        return check(receipt, keys(service), null);
    }

    /**
     * Verifies a receipt against claims that the verifier has computed itself.
     *
     * @param service certificate of the current service
     * @param claimsDigest must equal the one in the receipt, if there is one; a receipt whose leaf
     *     has no room for claims is refused
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(Receipt receipt, Certificate service, Digest claimsDigest) {
        return check(receipt, keys(service), claimsDigest);
    }

    /**
     * Verifies a receipt that may be older than the last recovery of its service.
     *
     * @param keys of the service, endorsed earlier ones included
     * @param claimsDigest must equal the one in the receipt, if there is one; null if the receipt
     *     has to carry it
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(Receipt receipt, ServiceKeys keys, @Nullable Digest claimsDigest) {
        return check(receipt, keys, claimsDigest);
    }

    private static ServiceKeys keys(Certificate service) {
        try {
            return ServiceKeys.of(service);
        } catch (LedgerFormatException e) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT,
                    "the key of " + service.subject() + " cannot issue certificates");
        }
    }

    private static Proven check(Receipt receipt, ServiceKeys keys, @Nullable Digest claims) {
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
            throw unsigned(receipt.leaf(), claims, root);
        }
        Proven proven =
                switch (receipt.leaf()) {
                    case Receipt.Leaf.Components components ->
                            new Proven(root, evidence(components), components.writeSetDigest());
                    case Receipt.Leaf.Plain plain -> new Proven(root, null, null);
                };
        checkEndorsement(receipt, certificate, keys, proven.txId());
        return proven;
    }

    /** Only entries of old releases have no claims; for all others the verifier must know them. */
    private static ReceiptException unsigned(
            Receipt.Leaf leaf, @Nullable Digest suppliedClaims, Digest root) {
        if (leaf instanceof Receipt.Leaf.Components components
                && components.claimsDigest() == null
                && suppliedClaims == null) {
            return new ReceiptException(
                    ReceiptCheck.LEAF,
                    "the receipt has no claims digest: the verifier must supply it");
        }
        return new ReceiptException(
                ReceiptCheck.SIGNATURE,
                "the node's signature does not cover root "
                        + root.hex()
                        + ", which leaf and proof give");
    }

    private static Digest leaf(Receipt.Leaf leaf, @Nullable Digest suppliedClaims) {
        return switch (leaf) {
            case Receipt.Leaf.Plain(Digest digest) -> {
                if (suppliedClaims != null) {
                    throw new ReceiptException(
                            ReceiptCheck.LEAF,
                            "the receipt is for no claims at all: its leaf is a mere digest");
                }
                yield digest;
            }
            case Receipt.Leaf.Components components -> {
                evidence(components);
                Digest evidence = CommitEvidence.digest(components.commitEvidence());
                Digest claims = claims(components, suppliedClaims);
                yield claims == null
                        ? Digest.sha256(components.writeSetDigest(), evidence)
                        : Digest.sha256(components.writeSetDigest(), evidence, claims);
            }
        };
    }

    private static TxId evidence(Receipt.Leaf.Components components) {
        return CommitEvidence.txId(components.commitEvidence())
                .orElseThrow(
                        () ->
                                new ReceiptException(
                                        ReceiptCheck.LEAF,
                                        "the commit evidence is not of the form"
                                                + " ce:<txid>:<nonce>"));
    }

    private static @Nullable Digest claims(
            Receipt.Leaf.Components components, @Nullable Digest supplied) {
        Digest carried = components.claimsDigest();
        if (carried != null && supplied != null && !carried.equals(supplied)) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF,
                    "the receipt's claims digest "
                            + carried.hex()
                            + " is not the expected "
                            + supplied.hex());
        }
        return supplied != null ? supplied : carried;
    }

    private static void checkEndorsement(
            Receipt receipt, Certificate node, ServiceKeys keys, @Nullable TxId txId) {
        Certificate current = node;
        for (String pem : receipt.serviceEndorsements()) {
            Certificate endorsement = certificate(pem, "a service endorsement");
            requireIssued(current, endorsement, "");
            current = endorsement;
        }
        if (receipt.serviceEndorsements().isEmpty() && isByEarlierKey(node, keys, txId)) {
            return;
        }
        Certificate service = keys.certificate().orElse(null);
        if (service != null) {
            boolean mayBeOlder =
                    receipt.serviceEndorsements().isEmpty() && keys.epochs().size() == 1;
            requireIssued(current, service, mayBeOlder ? FROM_BEFORE_A_RECOVERY : "");
        } else if (!current.isSignedBy(keys.epochs().getFirst().key())) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT,
                    "certificate " + current.subject() + " was not issued by the service");
        }
    }

    private static boolean isByEarlierKey(Certificate node, ServiceKeys keys, @Nullable TxId txId) {
        return keys.epochs().stream()
                .skip(1)
                .filter(epoch -> txId == null || epoch.covers(txId))
                .anyMatch(epoch -> node.isSignedBy(epoch.key()));
    }

    private static void requireIssued(Certificate subject, Certificate issuer, String hint) {
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
                            + issuer.subject()
                            + hint);
        }
    }

    /** The only text in the PEM must be the certificate; other line endings mean the same. */
    private static Certificate certificate(String pem, String what) {
        Certificate certificate;
        try {
            certificate = Certificate.fromPem(pem);
        } catch (LedgerFormatException e) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT, what + " cannot be read: " + e.getMessage());
        }
        if (!certificate.pem().strip().equals(pem.replace("\r\n", "\n").strip())) {
            throw new ReceiptException(
                    ReceiptCheck.ENDORSEMENT, what + " is not written as PEM in lines of 64");
        }
        return certificate;
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
