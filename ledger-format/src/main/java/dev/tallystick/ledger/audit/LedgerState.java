package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.shares.SecretsChain;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the auditor knows after each transaction. Its methods refuse a fault by {@link
 * LedgerFormatException}; the caller adds file and seqno.
 */
final class LedgerState {
    private final AuditOptions options;
    private final EntryDecoder decoder = new EntryDecoder();
    private final MerkleTree tree = new MerkleTree();
    private final ServiceIdentity service = new ServiceIdentity();
    private final NodeIdentities nodes = new NodeIdentities();
    private final SecretsChain secretsChain = new SecretsChain();
    private final MemberEnvelopes envelopes = new MemberEnvelopes();
    private final Governance governance = new Governance();
    private final List<TxId> views = new ArrayList<>();

    private TxId last = TxId.NONE;
    private @Nullable LastSignature lastSignature;
    private long nodeSignatureCount;
    private long coseSignatureCount;

    /**
     * Last view in which a signature had commit fields other than zero, as old releases wrote them.
     */
    private long oldWriterView;

    /**
     * Whether a signed, complete chunk ended without the flag that says so, as some releases wrote
     * them.
     */
    private boolean hasUnflaggedChunkEnds;

    /** The same, but not yet covered by a signature: it may be a flipped bit. */
    private boolean hasUnsignedUnflaggedChunkEnd;

    private long currentSeqno;
    private boolean isFirstInFile;
    private int lastFlags;

    /** Whether the file before this one is complete without a flag saying so. */
    private boolean endedUnflagged;

    LedgerState(AuditOptions options) {
        this.options = options;
    }

    /** Seqno that must come next. */
    long nextSeqno() {
        return last.seqno() + 1;
    }

    /** Seqno that was looked at last, whole or not; 0 before the first. */
    long currentSeqno() {
        return currentSeqno;
    }

    void startFile() {
        isFirstInFile = true;
    }

    /** Looks at the next transaction. */
    void apply(RawEntry raw) {
        currentSeqno = raw.seqno();
        Entry entry = decode(raw);
        checkPlace(entry);
        service.apply(entry);
        nodes.apply(entry, service);
        Optional<SignatureTransaction> signature = SignatureTransaction.from(entry);
        signature.ifPresent(this::checkSignatures);
        secretsChain.apply(entry);
        envelopes.apply(entry);
        governance.apply(entry);
        tree.append(entry.leaf());
        last = entry.txId();
        lastFlags = entry.flags();
        isFirstInFile = false;
        if (signature.isPresent()) {
            lastSignature = new LastSignature(raw.bytes(), entry, signature.get());
            tree.flushTo(last.seqno());
        }
    }

    private Entry decode(RawEntry raw) {
        if (options.secrets().oldestFirst().isEmpty()) {
            return decoder.decodePublic(raw.bytes());
        }
        Entry entry = decoder.decode(raw.bytes(), options.secrets());
        Digest evidence = entry.commitEvidenceDigest();
        if (evidence != null) {
            String text = CommitEvidence.text(options.secrets().at(raw.seqno()), entry.txId());
            if (!CommitEvidence.digest(text).equals(evidence)) {
                throw new LedgerFormatException(
                        "the commit evidence digest is not from the ledger secret");
            }
        }
        return entry;
    }

    private void checkPlace(Entry entry) {
        TxId id = entry.txId();
        if (id.seqno() != nextSeqno()) {
            throw new LedgerFormatException("seqno " + id.seqno() + " follows " + last.seqno());
        }
        if (id.view() < last.view()) {
            throw new LedgerFormatException("view " + id.view() + " follows " + last.view());
        }
        if (id.view() > last.view()) {
            views.add(id);
        }
        if (!isFirstInFile && EntryFlags.endsChunk(lastFlags)) {
            throw new LedgerFormatException("the entry before says that the file ends with it");
        }
        if (!isFirstInFile && EntryFlags.startsChunk(entry.flags())) {
            throw new LedgerFormatException("the entry says that a file begins with it");
        }
        if (isFirstInFile && endedUnflagged && !EntryFlags.startsChunk(entry.flags())) {
            hasUnsignedUnflaggedChunkEnd = true;
        }
        TxId expected = options.expectedLast();
        if (expected != null && expected.seqno() == id.seqno() && expected.view() != id.view()) {
            throw new LedgerFormatException(
                    "transaction " + id + " stands where " + expected + " is expected");
        }
    }

    private void checkSignatures(SignatureTransaction signature) {
        Digest root = tree.root();
        NodeSignature node = signature.nodeSignature();
        EcPublicKey key = nodes.signer(node.node());
        String pem = node.certificatePem();
        if (pem != null
                && !nodes.hasHad(node.node(), pem)
                && !Certificate.fromPem(pem).publicKey().equals(key)) {
            throw new LedgerFormatException(
                    "the certificate in the signature is for another key than the node's");
        }
        if (!node.root().equals(root)) {
            throw new LedgerFormatException(describeMismatch(signature, key, root));
        }
        if (!node.verify(key, root)) {
            throw new LedgerFormatException(
                    "the signature of node " + node.node() + " does not verify");
        }
        if (!signature.loadTree().root().equals(root)) {
            throw new LedgerFormatException(
                    "the tree in the signature has another root than the one signed");
        }
        nodeSignatureCount++;
        hasUnflaggedChunkEnds |= hasUnsignedUnflaggedChunkEnd;
        hasUnsignedUnflaggedChunkEnd = false;
        CoseRootSignature cose = signature.coseSignature();
        if (cose != null) {
            if (!cose.verify(service.key(), root)) {
                throw new LedgerFormatException(
                        "the COSE signature of the service does not verify");
            }
            coseSignatureCount++;
        }
        if (!node.commit().equals(TxId.NONE)) {
            oldWriterView = signature.txId().view();
        }
    }

    /** Names the changed entry, if the tree in the signature is the one that was signed. */
    private String describeMismatch(SignatureTransaction signature, EcPublicKey key, Digest root) {
        String fault =
                "root "
                        + root.hex()
                        + " of the entries is not the signed "
                        + signature.nodeSignature().root().hex();
        MerkleTree signed;
        try {
            signed = signature.loadTree();
        } catch (LedgerFormatException e) {
            return fault;
        }
        if (!signature.nodeSignature().verify(key, signed.root())) {
            return fault;
        }
        for (long seqno = Math.max(tree.firstLeaf(), signed.firstLeaf());
                seqno < tree.size();
                seqno++) {
            if (!tree.leaf(seqno).equals(signed.leaf(seqno))) {
                return fault + ": the entry at seqno " + seqno + " is not the one that was signed";
            }
        }
        return fault;
    }

    /**
     * Ends a file.
     *
     * @param isComplete whether it has a positions table
     */
    void endFile(boolean isComplete, boolean isLast) {
        if (isFirstInFile) {
            if (!options.isUnsignedTailAllowed()) {
                throw new LedgerFormatException("the file holds no entry");
            }
            return;
        }
        endedUnflagged = isComplete && !EntryFlags.endsChunk(lastFlags);
        if (isLast && isComplete && endedUnflagged && !hasUnflaggedChunkEnds) {
            throw new LedgerFormatException(
                    "the last file is complete, but its last entry does not say that it ends");
        }
        if (isLast
                && !isComplete
                && EntryFlags.endsChunk(lastFlags)
                && !options.isUnsignedTailAllowed()) {
            throw new LedgerFormatException(
                    "the last entry says that the file is complete, but it is not");
        }
    }

    /** Whether the last entry orders its file to be completed. */
    boolean endsChunk() {
        return EntryFlags.endsChunk(lastFlags);
    }

    /** Checks the end of the ledger. */
    AuditReport finish(List<Path> files, long bytes, long tornBytes) {
        LastSignature signed = lastSignature;
        if (signed == null) {
            throw new LedgerFormatException("no signature covers the ledger");
        }
        long unsigned = last.seqno() - signed.txId().seqno();
        if (unsigned > 0 && !options.isUnsignedTailAllowed()) {
            throw new LedgerFormatException(
                    "the ledger does not end with a signature: "
                            + unsigned
                            + " entries after "
                            + signed.txId()
                            + " are not covered; it was cut off, or its node did not stop in"
                            + " order");
        }
        TxId expected = options.expectedLast();
        if (expected != null && signed.txId().seqno() < expected.seqno()) {
            throw new LedgerFormatException(
                    "the ledger is signed up to " + signed.txId() + " only, not up to " + expected);
        }
        Certificate pinned = options.serviceCertificate();
        if (pinned != null && !pinned.publicKey().equals(service.key())) {
            throw new LedgerFormatException(
                    "the ledger belongs to the service with key "
                            + service.key().idHex()
                            + ", not to that of the given certificate, "
                            + pinned.publicKey().idHex());
        }
        if (hasUnsignedUnflaggedChunkEnd && !hasUnflaggedChunkEnds) {
            throw new LedgerFormatException(
                    "a complete file does not end with an entry that says so");
        }
        signed.check(nodes, oldWriterView == signed.txId().view());
        boolean hasSecrets = !options.secrets().oldestFirst().isEmpty();
        return new AuditReport(
                files,
                views.getFirst(),
                last,
                signed.txId(),
                new AuditReport.Counts(
                        last.seqno(),
                        nodeSignatureCount,
                        coseSignatureCount,
                        envelopes.verifiedCount(),
                        bytes),
                views,
                service.changes(),
                governance.events(),
                new AuditReport.OpenEnd(
                        unsigned, tornBytes, hasSecrets ? 0 : signed.sealedByteCount()));
    }
}
