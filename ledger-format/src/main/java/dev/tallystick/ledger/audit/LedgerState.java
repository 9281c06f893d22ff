package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.ScannedBlock.ScannedEntry;
import dev.tallystick.ledger.audit.ScannedBlock.Signed;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;
import dev.tallystick.ledger.merkle.MerkleTree;
import dev.tallystick.ledger.shares.SecretsChain;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.NodeSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What the auditor knows after each transaction. Its methods refuse a fault by {@link
 * LedgerFormatException}; the caller adds file and seqno.
 */
final class LedgerState {
    private final AuditOptions options;
    private final SignatureChecks signatures;
    private MerkleTree tree = new MerkleTree();
    private final ServiceIdentity service = new ServiceIdentity();
    private final NodeIdentities nodes = new NodeIdentities();
    private final SecretsChain secretsChain = new SecretsChain();
    private final MemberEnvelopes envelopes = new MemberEnvelopes();
    private final Governance governance;
    private final FileFlags flags = new FileFlags();
    private final List<TxId> views = new ArrayList<>();

    private Path file = Path.of("");

    /** The transaction before the first that is audited. */
    private TxId begin = TxId.NONE;

    /** What the snapshot must be followed by that this audit begins with; null without one. */
    private @Nullable SnapshotEvidence evidence;

    private TxId first = TxId.NONE;
    private TxId last = TxId.NONE;
    private @Nullable LastSignature lastSignature;

    /** In which the last signature is. */
    private Path signedFile = Path.of("");

    /** Key of the service that the last signature is for; null before the first. */
    private @Nullable EcPublicKey signedServiceKey;

    /** Not verified, because they were in an earlier audit: those of the last signature. */
    private final List<Verification> passedOver = new ArrayList<>();

    private long nodeSignatureCount;
    private long coseSignatureCount;

    /**
     * Last view in which a signature had commit fields other than zero, as old releases wrote them.
     */
    private long oldWriterView;

    private long currentSeqno;

    /** A signature, and how to verify it. */
    private record Verification(boolean isByNode, AuditException fault, Callable<Boolean> check) {}

    LedgerState(AuditOptions options, AuditListener listener, SignatureChecks signatures) {
        this.options = options;
        this.signatures = signatures;
        this.governance = new Governance(listener);
    }

    /** Begins after a snapshot instead of before the first transaction. */
    void restore(SnapshotStart start) {
        service.restore(start);
        nodes.restore(start, service);
        envelopes.restore(start);
        governance.restore(start);
        start.rows().forEach(secretsChain::apply);
        tree = start.tree();
        evidence = start.evidence();
        begin = start.txId();
        last = start.txId();
        views.add(start.txId());
        requireBefore(options.expectedLast(), start, "expected");
        requireBefore(options.trusted(), start, "trusted");
    }

    /** Transactions before the snapshot are not met, but their views are known. */
    private static void requireBefore(@Nullable TxId known, SnapshotStart start, String word) {
        if (known != null && known.seqno() <= start.txId().seqno()) {
            requireSame(known, start.header().txId(known.seqno()), word);
        }
    }

    /** Seqno of the last transaction; 0 before the first. */
    long lastSeqno() {
        return last.seqno();
    }

    /** Seqno of the last signature transaction; 0 before the first. */
    long lastSignedSeqno() {
        return lastSigned().seqno();
    }

    private TxId lastSigned() {
        return lastSignature == null ? begin : lastSignature.txId();
    }

    /** Seqno that was looked at last, sound or not; 0 before the first. */
    long currentSeqno() {
        return currentSeqno;
    }

    void startFile(Chunk chunk) {
        file = chunk.path();
        flags.startFile(chunk.name().start() > begin.seqno());
    }

    /** Looks at the next transaction. */
    void apply(ScannedEntry scanned) {
        EntryHeader header = scanned.checked().header();
        if (header.txId().seqno() <= begin.seqno()) {
            passOver(header, scanned.checked().leaf());
            return;
        }
        currentSeqno = header.txId().seqno();
        checkPlace(header);
        Entry entry = scanned.checked().entry();
        if (evidence != null) {
            evidence.check(header.txId(), entry);
        }
        if (entry != null) {
            service.apply(entry, flags.isFirstInFile());
            nodes.apply(entry, service);
            if (scanned.signed() != null) {
                checkSignatures(scanned.signed());
            }
            secretsChain.apply(entry);
            envelopes.apply(entry, isTrusted());
            governance.apply(entry);
        }
        tree.append(scanned.checked().leaf());
        last = header.txId();
        flags.pass(header.flags());
        if (entry != null && scanned.signed() != null) {
            lastSignature = new LastSignature(entry, scanned.signed());
            signedServiceKey = service.key();
            signedFile = file;
            tree.flushTo(last.seqno());
        }
    }

    /** In a file that holds the snapshot's own transaction. */
    private void passOver(EntryHeader header, Digest leaf) {
        long seqno = header.txId().seqno();
        if (seqno == begin.seqno()
                && !(header.txId().equals(begin) && leaf.equals(tree.leaf(seqno)))) {
            currentSeqno = seqno;
            throw new LedgerFormatException(
                    "the transaction is not the one that the snapshot is of");
        }
        flags.pass(header.flags());
    }

    /** Whether signatures up to here were verified in an earlier audit. */
    private boolean isTrusted() {
        TxId trusted = options.trusted();
        return trusted != null && currentSeqno <= trusted.seqno();
    }

    private void checkPlace(EntryHeader header) {
        TxId id = header.txId();
        if (id.seqno() != last.seqno() + 1) {
            throw new LedgerFormatException("seqno " + id.seqno() + " follows " + last.seqno());
        }
        if (id.view() < last.view()) {
            throw new LedgerFormatException("view " + id.view() + " follows " + last.view());
        }
        if (id.view() > last.view()) {
            views.add(id);
        }
        if (first.equals(TxId.NONE)) {
            first = id;
        }
        flags.check(header.flags());
        requireSame(options.expectedLast(), id, "expected");
        requireSame(options.trusted(), id, "trusted");
    }

    private static void requireSame(@Nullable TxId known, TxId id, String word) {
        if (known != null && known.seqno() == id.seqno() && known.view() != id.view()) {
            throw new LedgerFormatException(
                    "transaction %s stands where %s is %s".formatted(id, known, word));
        }
    }

    private void checkSignatures(Signed signed) {
        SignatureTransaction signature = signed.transaction();
        Digest root = tree.root();
        NodeSignature node = signature.nodeSignature();
        EcPublicKey key = nodes.signer(node.node(), service);
        String pem = node.certificatePem();
        if (pem != null
                && !nodes.hasHad(node.node(), pem)
                && !Certificate.fromPem(pem).publicKey().equals(key)) {
            throw new LedgerFormatException(
                    "the certificate in the signature is for another key than the node's");
        }
        if (!node.root().equals(root)) {
            throw new LedgerFormatException(
                    "root %s of the entries is not the signed %s"
                            .formatted(root.hex(), node.root().hex()));
        }
        if (!tree.isSerialisedAs(signature.tree().toArray())) {
            throw new LedgerFormatException(
                    "the tree in the signature is not the one over the entries before it");
        }
        passedOver.clear();
        verifyLater(
                true,
                "the signature of node " + node.node() + " does not verify",
                () -> node.verify(key, root));
        flags.sign();
        CoseRootSignature cose = signature.coseSignature();
        if (cose != null) {
            EcPublicKey serviceKey = service.key();
            verifyLater(
                    false,
                    "the COSE signature of the service does not verify",
                    () -> cose.verify(serviceKey, root));
        }
        if (!node.commit().equals(TxId.NONE)) {
            oldWriterView = signature.txId().view();
        }
    }

    private void verifyLater(boolean isByNode, String fault, Callable<Boolean> check) {
        AuditException failure =
                new AuditException(file, currentSeqno, fault).after(lastSignedSeqno());
        Verification next = new Verification(isByNode, failure, check);
        if (isTrusted()) {
            passedOver.add(next);
        } else {
            begin(next);
        }
    }

    private void begin(Verification next) {
        signatures.add(next.fault, next.check);
        if (next.isByNode) {
            nodeSignatureCount++;
        } else {
            coseSignatureCount++;
        }
    }

    /**
     * Ends a file.
     *
     * @param isComplete whether it has a positions table
     */
    void endFile(boolean isComplete, boolean isLast) {
        flags.endFile(isComplete, isLast, options.isUnsignedTailAllowed());
    }

    /** Whether the last entry orders its file to be completed. */
    boolean endsChunk() {
        return flags.endsChunk();
    }

    /** Checks the end of the ledger. */
    AuditReport finish(List<Path> files, long bytes, long tornBytes) {
        passedOver.forEach(this::begin); // no later signature covers anew what was trusted
        TxId signed = lastSigned();
        if (signed.equals(TxId.NONE)) {
            throw new LedgerFormatException("no signature covers the ledger");
        }
        long unsigned = last.seqno() - signed.seqno();
        if (unsigned > 0 && !options.isUnsignedTailAllowed()) {
            throw new LedgerFormatException(
                    "the ledger does not end with a signature: "
                            + unsigned
                            + " entries after "
                            + signed
                            + " are not covered; it was cut off, or its node did not stop in"
                            + " order");
        }
        requireReached(options.expectedLast(), signed, "expected");
        requireReached(options.trusted(), signed, "trusted");
        if (evidence != null) {
            evidence.requireCovered(signed);
        }
        requirePinned();
        flags.finish();
        checkLastSignature();
        return new AuditReport(
                files,
                first,
                last,
                signed,
                new AuditReport.Counts(
                        last.seqno() - begin.seqno(),
                        nodeSignatureCount,
                        coseSignatureCount,
                        envelopes.verifiedCount(),
                        bytes),
                views,
                service.changes(),
                governance.counts(),
                new AuditReport.OpenEnd(unsigned, tornBytes, sealedByteCount()));
    }

    /** What is wrong with it is told at its own place, even if unsigned entries follow. */
    private void checkLastSignature() {
        if (lastSignature == null) {
            return;
        }
        TxId signed = lastSignature.txId();
        try {
            lastSignature.check(nodes, oldWriterView == signed.view());
        } catch (LedgerFormatException e) {
            throw new AuditException(signedFile, signed.seqno(), String.valueOf(e.getMessage()), e);
        }
    }

    /** An end that is not signed does not tell whose the ledger is. */
    private void requirePinned() {
        Certificate pinned = options.serviceCertificate();
        EcPublicKey owner = signedServiceKey;
        if (pinned != null && owner != null && !pinned.publicKey().equals(owner)) {
            throw new LedgerFormatException(
                    "the ledger belongs to the service with key "
                            + owner.idHex()
                            + ", not to that of the given certificate, "
                            + pinned.publicKey().idHex());
        }
    }

    private static void requireReached(@Nullable TxId known, TxId signed, String word) {
        if (known != null && signed.seqno() < known.seqno()) {
            throw new LedgerFormatException(
                    "the ledger is signed up to %s only, not up to the %s %s"
                            .formatted(signed, word, known));
        }
    }

    private int sealedByteCount() {
        boolean hasSecrets = !options.secrets().oldestFirst().isEmpty();
        return hasSecrets || lastSignature == null ? 0 : lastSignature.sealedByteCount();
    }
}
