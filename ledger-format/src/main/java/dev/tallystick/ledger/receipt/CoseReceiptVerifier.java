package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.cbor.Cbor;
import dev.tallystick.ledger.crypto.CoseSign1;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.CommitEvidence;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies COSE receipts offline (spec 01, 8.4). */
public final class CoseReceiptVerifier {
    private CoseReceiptVerifier() {}

    /**
     * What a receipt has proved.
     *
     * @param signatureTxId the signature transaction that covers the proven ones
     * @param claims who signed, and when
     * @param root the signed Merkle root
     * @param transactions one for each proof
     */
    public record Proven(
            TxId signatureTxId,
            CoseSigner.RootClaims claims,
            Digest root,
            List<Transaction> transactions) {
        /** Copies the list. */
        public Proven {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * A proven transaction.
     *
     * @param txId as its commit evidence names it
     * @param writeSetDigest SHA-256 of its ledger entry
     * @param claimsDigest zeros by default
     */
    public record Transaction(TxId txId, Digest writeSetDigest, Digest claimsDigest) {}

    /**
     * Verifies a receipt.
     *
     * @param keys of the service
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(CoseReceipt receipt, ServiceKeys keys) {
        CoseSign1 cose = receipt.signature().cose();
        TxId signatureTxId = receipt.signature().txId().orElseThrow(() -> bad("ccf.v1: txid"));
        CoseSigner.RootClaims claims =
                receipt.signature().claims().orElseThrow(() -> bad("CWT claims iat, iss and sub"));
        EcPublicKey key = key(cose, keys, signatureTxId);
        checkHeader(cose, key);
        List<Transaction> transactions = new ArrayList<>();
        for (InclusionProof proof : receipt.proofs()) {
            transactions.add(transaction(proof, signatureTxId));
        }
        Digest root = root(receipt.proofs());
        if (!cose.verifyDetached(key, root.bytes())) {
            throw new ReceiptException(
                    ReceiptCheck.SIGNATURE,
                    "the service's signature does not cover root "
                            + root.hex()
                            + ", which leaf and proof give");
        }
        return new Proven(signatureTxId, claims, root, transactions);
    }

    /**
     * Verifies a receipt against claims that the verifier has computed itself.
     *
     * @param claimsDigest must equal that of every proof
     * @throws ReceiptException naming the first check that fails
     */
    public static Proven verify(CoseReceipt receipt, ServiceKeys keys, Digest claimsDigest) {
        Proven proven = verify(receipt, keys);
        for (Transaction transaction : proven.transactions()) {
            if (!transaction.claimsDigest().equals(claimsDigest)) {
                throw new ReceiptException(
                        ReceiptCheck.LEAF,
                        "the receipt's claims digest "
                                + transaction.claimsDigest().hex()
                                + " is not the expected "
                                + claimsDigest.hex());
            }
        }
        return proven;
    }

    private static ReceiptException bad(String what) {
        return new ReceiptException(
                ReceiptCheck.HEADER, "the protected header has no usable " + what);
    }

    /** The key of the epoch in which the signature was made; the kid must be its. */
    private static EcPublicKey key(CoseSign1 cose, ServiceKeys keys, TxId signatureTxId) {
        ServiceKeys.Epoch epoch =
                keys.at(signatureTxId)
                        .orElseThrow(
                                () ->
                                        new ReceiptException(
                                                ReceiptCheck.ENDORSEMENT,
                                                "the signature transaction "
                                                        + signatureTxId
                                                        + " lies in no epoch that the service"
                                                        + " vouches for"));
        String kid =
                cose.kid()
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .orElseThrow(() -> bad("kid"));
        if (!kid.equals(epoch.key().idHex())) {
            throw new ReceiptException(
                    ReceiptCheck.HEADER,
                    "the kid is not that of the service's key at "
                            + signatureTxId
                            + ", "
                            + epoch.key().idHex()
                            + (keys.epochs().size() == 1
                                    ? "; a key from before a recovery needs endorsements"
                                    : ""));
        }
        return epoch.key();
    }

    private static void checkHeader(CoseSign1 cose, EcPublicKey key) {
        Optional<Cbor> vds = cose.protectedHeader().get(CoseSigner.LABEL_VDS);
        if (!vds.equals(Optional.of(Cbor.of(CoseSigner.VDS_CCF_LEDGER)))) {
            throw bad("data structure (395 must be 2, CCF_LEDGER_SHA256)");
        }
        if (cose.alg().isEmpty() || cose.alg().getAsLong() != key.curve().coseAlgorithm()) {
            throw bad("algorithm (1 must be " + key.curve().coseAlgorithm() + " for this key)");
        }
        if (cose.protectedHeader().get(CoseSign1.LABEL_CRIT).isPresent()) {
            throw new ReceiptException(
                    ReceiptCheck.HEADER, "the protected header has critical labels");
        }
    }

    private static Transaction transaction(InclusionProof proof, TxId signatureTxId) {
        @Nullable TxId txId = CommitEvidence.txId(proof.commitEvidence()).orElse(null);
        if (txId == null) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF, "the commit evidence is not of the form ce:<txid>:<nonce>");
        }
        if (txId.seqno() >= signatureTxId.seqno() || txId.view() > signatureTxId.view()) {
            throw new ReceiptException(
                    ReceiptCheck.LEAF,
                    "the commit evidence names "
                            + txId
                            + ", which "
                            + signatureTxId
                            + " cannot cover");
        }
        return new Transaction(txId, proof.writeSetDigest(), proof.claimsDigest());
    }

    private static Digest root(List<InclusionProof> proofs) {
        Digest root = proofs.getFirst().root();
        for (InclusionProof proof : proofs) {
            if (!proof.root().equals(root)) {
                throw new ReceiptException(
                        ReceiptCheck.ROOT,
                        "the proofs give different roots, "
                                + root.hex()
                                + " and "
                                + proof.root().hex());
            }
        }
        return root;
    }
}
