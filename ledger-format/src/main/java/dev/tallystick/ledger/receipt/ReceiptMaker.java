package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.files.LedgerReader;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.receipt.CoveringSignatures.Covering;
import dev.tallystick.ledger.receipt.ReceiptUnavailableException.Reason;
import dev.tallystick.ledger.signature.CoseRootSignature;
import dev.tallystick.ledger.signature.SignatureTransaction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes receipts from ledger files, long after the service is gone (spec 01, 8.2). They are the
 * ones the service gave, for their signatures are in the ledger.
 *
 * <p>Made once and asked for many transactions, it keeps files open and the last signature
 * transactions loaded; asked in the order of seqnos it reads each entry about once. What files say
 * is committed is taken for committed: whether the end of an uncommitted file will stay, no file
 * can tell. Confined to one thread.
 */
public final class ReceiptMaker implements AutoCloseable {
    private final LedgerLookup ledger;
    private final LedgerSecrets secrets;
    private final EntryDecoder decoder = new EntryDecoder();
    private final CoveringSignatures signatures;
    private @Nullable EndorsementHistory endorsements;

    /**
     * @param ledger the files; closed with this object
     * @param secrets for commit evidence; {@link LedgerSecrets#NONE} suffices for signature
     *     transactions and for entries of old releases
     */
    public ReceiptMaker(LedgerLookup ledger, LedgerSecrets secrets) {
        this.ledger = ledger;
        this.secrets = secrets;
        this.signatures = new CoveringSignatures(ledger, decoder);
    }

    /**
     * The entry of a transaction, public maps decoded.
     *
     * @throws ReceiptUnavailableException if the files do not hold it
     * @throws LedgerFormatException if it is damaged
     * @throws IOException if a file cannot be read
     */
    public Entry entry(TxId txId) throws IOException {
        Optional<RawEntry> raw = ledger.find(txId.seqno());
        if (raw.isEmpty()) {
            throw new ReceiptUnavailableException(
                    Reason.NOT_IN_LEDGER,
                    "transaction %s is not in the ledger, which holds seqnos %d to %d"
                            .formatted(txId, ledger.firstSeqno(), ledger.lastSeqno()));
        }
        Entry entry = decoder.decodePublic(raw.get().bytes());
        if (!entry.txId().equals(txId)) {
            throw new ReceiptUnavailableException(
                    Reason.OTHER_VIEW,
                    "transaction %s is not in the ledger: seqno %d is %s"
                            .formatted(txId, txId.seqno(), entry.txId()));
        }
        return entry;
    }

    /**
     * The JSON receipt of a transaction, without endorsements of its service: only the current
     * service can issue these, see {@link #endorsementsFor}.
     *
     * @throws ReceiptUnavailableException if there is none
     * @throws LedgerFormatException if an entry is damaged, or a signature does not verify
     * @throws IOException if a file cannot be read
     */
    public Receipt make(TxId txId) throws IOException {
        return make(entry(txId));
    }

    /** As {@link #make(TxId)}, of an entry of this ledger that the caller has read already. */
    public Receipt make(Entry entry) throws IOException {
        Optional<SignatureTransaction> itself = SignatureTransaction.from(entry);
        if (itself.isPresent()) {
            Covering covering = signatures.load(entry.txId().seqno(), itself.get());
            return ReceiptBuilder.build(covering.signature());
        }
        Covering covering = covering(entry.txId());
        Receipt.Leaf leaf = leaf(entry);
        return ReceiptBuilder.build(entry, leaf, covering.signature(), covering.tree());
    }

    private Covering covering(TxId txId) throws IOException {
        Optional<Covering> covering = signatures.after(txId.seqno());
        if (covering.isEmpty()) {
            throw new ReceiptUnavailableException(
                    Reason.NOT_YET_SIGNED,
                    "transaction %s is not signed yet: no signature follows it up to seqno %d"
                            .formatted(txId, ledger.lastSeqno()));
        }
        return covering.get();
    }

    private Receipt.Leaf leaf(Entry entry) {
        TxId txId = entry.txId();
        if (entry.commitEvidenceDigest() == null) {
            return new Receipt.Leaf.Plain(entry.leaf());
        }
        Optional<LedgerSecret> secret = secrets.find(txId.seqno());
        if (secret.isEmpty()) {
            throw new ReceiptUnavailableException(
                    Reason.NO_SECRET,
                    "the receipt of "
                            + txId
                            + " needs its commit evidence, which only a holder of the ledger"
                            + " secret can tell: give member keys");
        }
        String evidence = CommitEvidence.text(secret.get(), txId);
        if (!CommitEvidence.digest(evidence).equals(entry.commitEvidenceDigest())) {
            throw new ReceiptUnavailableException(
                    Reason.NO_SECRET,
                    "the commit evidence of "
                            + txId
                            + " is not from the secret valid from "
                            + secret.get().validFrom());
        }
        return new Receipt.Leaf.Components(
                entry.writeSetDigest(), evidence, entry.type().hasClaims() ? entry.claims() : null);
    }

    /**
     * The COSE receipt of a transaction.
     *
     * @throws ReceiptUnavailableException if there is none
     * @throws LedgerFormatException if an entry is damaged, or a signature does not verify
     * @throws IOException if a file cannot be read
     */
    public CoseReceipt makeCose(TxId txId) throws IOException {
        Entry entry = entry(txId);
        if (entry.isSignature() || !entry.type().hasCommitEvidence() || !entry.type().hasClaims()) {
            throw new ReceiptUnavailableException(
                    Reason.NO_SUCH_FORM,
                    "there is no COSE receipt for "
                            + txId
                            + (entry.isSignature()
                                    ? ": it is a signature transaction"
                                    : ": its entry is of an old form"));
        }
        Covering covering = covering(txId);
        CoseRootSignature cose = covering.signature().coseSignature();
        if (cose == null) {
            throw new ReceiptUnavailableException(
                    Reason.NO_COSE_SIGNATURE,
                    "there is no COSE receipt for "
                            + txId
                            + ": the signature in "
                            + covering.signature().txId()
                            + " that covers it has no COSE form");
        }
        return new CoseReceipt(cose, List.of(InclusionProof.of(make(entry))));
    }

    /**
     * What links the service of a transaction to the latest one in the ledger, newest first (spec
     * 01, 8.6). The whole ledger is read, once.
     *
     * @return empty if the transaction is of the latest service
     * @throws LedgerFormatException if the ledger holds no such chain, or a broken one
     * @throws IOException if a file cannot be read
     */
    public List<CoseEndorsement> endorsementsFor(TxId txId) throws IOException {
        EndorsementHistory history = endorsements;
        if (history == null) {
            history = new EndorsementHistory();
            try (LedgerReader reader = LedgerReader.open(ledger.chunks())) {
                for (Optional<RawEntry> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                    history.accept(decoder.decodePublic(raw.get().bytes()));
                }
            }
            endorsements = history;
        }
        return history.chainTo(txId.seqno());
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }
}
