package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.merkle.MerklePath;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.util.List;

/** Makes receipts from ledger entries (spec 01, 8.2). */
public final class ReceiptBuilder {
    private ReceiptBuilder() {}

    /**
     * The receipt of an ordinary transaction.
     *
     * @param entry the transaction
     * @param secret the ledger secret under which that very entry is encrypted
     * @param covering the first signature transaction after it
     * @throws LedgerFormatException if the covering tree does not hold the entry's leaf, or the
     *     ledger is too old to name the signing node's certificate
     */
    public static Receipt build(Entry entry, LedgerSecret secret, SignatureTransaction covering) {
        return build(entry, leaf(entry, secret), covering, covering.loadTree());
    }

    /** The same from parts that are there already. */
    static Receipt build(
            Entry entry, Receipt.Leaf leaf, SignatureTransaction covering, MerkleTree tree) {
        long seqno = entry.txId().seqno();
        if (seqno < tree.firstLeaf()
                || seqno >= tree.size()
                || !tree.leaf(seqno).equals(entry.leaf())) {
            throw new LedgerFormatException(
                    "the tree of " + covering.txId() + " does not cover " + entry.txId());
        }
        return receipt(covering, leaf, tree.path(seqno));
    }

    private static Receipt.Leaf leaf(Entry entry, LedgerSecret secret) {
        if (entry.commitEvidenceDigest() == null) {
            return new Receipt.Leaf.Plain(entry.leaf());
        }
        TxId txId = entry.txId();
        String evidence = CommitEvidence.text(secret, txId);
        Check.that(
                CommitEvidence.digest(evidence).equals(entry.commitEvidenceDigest()),
                "the commit evidence of %s is not from the secret valid from %s",
                txId,
                secret.validFrom());
        return new Receipt.Leaf.Components(
                entry.writeSetDigest(), evidence, entry.type().hasClaims() ? entry.claims() : null);
    }

    /**
     * The receipt of a signature transaction itself: its leaf is the root it signed.
     *
     * @throws LedgerFormatException if the ledger is too old to name the signing node's certificate
     */
    public static Receipt build(SignatureTransaction signature) {
        return receipt(
                signature,
                new Receipt.Leaf.Plain(signature.nodeSignature().root()),
                new MerklePath(List.of()));
    }

    private static Receipt receipt(
            SignatureTransaction covering, Receipt.Leaf leaf, MerklePath proof) {
        NodeSignature signature = covering.nodeSignature();
        return new Receipt(
                signature.pem(), signature.node(), leaf, proof, signature.signature(), List.of());
    }
}
