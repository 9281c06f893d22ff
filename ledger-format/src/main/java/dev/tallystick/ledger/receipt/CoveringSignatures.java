package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the first signature transaction after an entry. Those found last are kept, so that entries
 * near each other cost one search, one tree and one check of the signature.
 */
final class CoveringSignatures {
    private static final int KEPT_MAX = 4;

    private final LedgerLookup ledger;
    private final EntryDecoder decoder;
    private final NodeCertificates certificates;

    /** Latest found first. */
    private final Deque<Covering> kept = new ArrayDeque<>();

    CoveringSignatures(LedgerLookup ledger, EntryDecoder decoder) {
        this.ledger = ledger;
        this.decoder = decoder;
        this.certificates = new NodeCertificates(ledger.chunks());
    }

    /**
     * A signature transaction that verifies.
     *
     * @param from it is the first one after all entries from here on
     * @param signature with the certificate of its node
     * @param tree loaded
     */
    record Covering(long from, SignatureTransaction signature, MerkleTree tree) {
        boolean covers(long seqno) {
            return from <= seqno && seqno < signature.txId().seqno();
        }
    }

    /**
     * The first signature transaction after {@code seqno}; empty if there is none yet.
     *
     * @param seqno of an ordinary transaction
     */
    Optional<Covering> after(long seqno) throws IOException {
        for (long next = seqno; ; next++) {
            Optional<Covering> known = known(next);
            if (known.isPresent()) {
                return Optional.of(next == seqno ? known.get() : extend(known.get(), seqno));
            }
            Optional<RawEntry> raw = ledger.find(next + 1);
            if (raw.isEmpty()) {
                return Optional.empty();
            }
            Optional<SignatureTransaction> found =
                    SignatureTransaction.from(decoder.decodePublic(raw.get().bytes()));
            if (found.isPresent()) {
                return Optional.of(keep(load(seqno, found.get())));
            }
        }
    }

    private Optional<Covering> known(long seqno) {
        return kept.stream().filter(covering -> covering.covers(seqno)).findFirst();
    }

    private Covering extend(Covering covering, long from) {
        kept.remove(covering);
        return keep(new Covering(from, covering.signature(), covering.tree()));
    }

    private Covering keep(Covering covering) {
        kept.addFirst(covering);
        if (kept.size() > KEPT_MAX) {
            kept.removeLast();
        }
        return covering;
    }

    /** Completes a signature transaction and checks it against its own tree. */
    Covering load(long from, SignatureTransaction signature) throws IOException {
        SignatureTransaction complete = withCertificate(signature);
        NodeSignature node = complete.nodeSignature();
        EcPublicKey key = Certificate.fromPem(node.pem()).publicKey();
        MerkleTree tree = complete.loadTree();
        if (!node.root().equals(tree.root()) || !node.verify(key, tree.root())) {
            throw new LedgerFormatException(
                    "the signature in " + signature.txId() + " does not cover its own tree");
        }
        return new Covering(from, complete, tree);
    }

    private SignatureTransaction withCertificate(SignatureTransaction signature)
            throws IOException {
        NodeSignature node = signature.nodeSignature();
        if (node.certificatePem() != null) {
            return signature;
        }
        String pem = certificates.of(node.node(), signature.txId().seqno());
        return new SignatureTransaction(
                signature.txId(),
                node.withCertificate(pem),
                signature.coseSignature(),
                signature.tree());
    }
}
