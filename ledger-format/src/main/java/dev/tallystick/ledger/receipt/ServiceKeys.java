package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verifier trusts: the current key of a service, and earlier keys as far as the current one
 * vouches for them, each for its epoch (spec 01, 8.6). Immutable.
 */
public final class ServiceKeys {
    /** Views by which a recovery goes ahead. */
    private static final long VIEWS_PER_RECOVERY = 2;

    private final @Nullable Certificate certificate;
    private final List<Epoch> newestFirst;

    private ServiceKeys(@Nullable Certificate certificate, List<Epoch> newestFirst) {
        this.certificate = certificate;
        this.newestFirst = List.copyOf(newestFirst);
    }

    /**
     * One key and when it was the service's.
     *
     * @param begin first transaction; {@link TxId#NONE} if not known
     * @param end last transaction; null for the current key
     */
    public record Epoch(EcPublicKey key, TxId begin, @Nullable TxId end) {
        /** Whether the transaction lies between begin and end, by seqno and by view. */
        public boolean covers(TxId txId) {
            return txId.seqno() >= begin.seqno()
                    && txId.view() >= begin.view()
                    && (end == null || (txId.seqno() <= end.seqno() && txId.view() <= end.view()));
        }
    }

    /** Trusts a key, for all transactions. */
    public static ServiceKeys of(EcPublicKey current) {
        return new ServiceKeys(null, List.of(new Epoch(current, TxId.NONE, null)));
    }

    /**
     * Trusts a certificate and its key, for all transactions.
     *
     * @throws dev.tallystick.ledger.LedgerFormatException if its key is of no supported curve
     */
    public static ServiceKeys of(Certificate current) {
        return new ServiceKeys(current, List.of(new Epoch(current.publicKey(), TxId.NONE, null)));
    }

    /**
     * The same with earlier keys.
     *
     * @param endorsements newest first: the first is signed by the current key, each further one by
     *     the key that the one before endorses
     * @throws ReceiptException if a signature does not verify or epochs do not join
     */
    public ServiceKeys withEndorsements(List<CoseEndorsement> endorsements) {
        List<Epoch> epochs = new ArrayList<>();
        EcPublicKey key = newestFirst.getFirst().key();
        @Nullable TxId laterBegin = null;
        for (CoseEndorsement endorsement : endorsements) {
            if (!endorsement.isSignedBy(key)) {
                throw refused(
                        "the COSE endorsement of the epoch from "
                                + endorsement.epoch().begin()
                                + " is not signed by service key "
                                + key.idHex());
            }
            TxId end = requireEnd(endorsement.epoch(), laterBegin);
            if (laterBegin == null) {
                epochs.add(new Epoch(key, next(end), null));
            }
            key = endorsement.endorsedKey();
            laterBegin = endorsement.epoch().begin();
            epochs.add(new Epoch(key, laterBegin, end));
        }
        return epochs.isEmpty() ? this : new ServiceKeys(certificate, epochs);
    }

    private static TxId requireEnd(CoseSigner.Epoch epoch, @Nullable TxId laterBegin) {
        TxId end = epoch.end();
        if (end == null) {
            throw refused("a COSE endorsement says no end of its epoch");
        }
        if (end.seqno() < epoch.begin().seqno() || end.view() < epoch.begin().view()) {
            throw refused("an endorsed epoch ends at " + end + ", before " + epoch.begin());
        }
        if (laterBegin != null && !next(end).equals(laterBegin)) {
            throw refused(
                    "endorsed epochs do not join: one ends at "
                            + end
                            + ", the next begins at "
                            + laterBegin);
        }
        return end;
    }

    /** Where the epoch after one that ends at {@code end} begins. */
    static TxId next(TxId end) {
        return new TxId(end.view() + VIEWS_PER_RECOVERY, end.seqno() + 1);
    }

    private static ReceiptException refused(String message) {
        return new ReceiptException(ReceiptCheck.ENDORSEMENT, message);
    }

    /** The current service's certificate, if it is known and not only its key. */
    Optional<Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The epochs, newest first. */
    public List<Epoch> epochs() {
        return newestFirst;
    }

    /** The epoch in which a transaction lies. */
    public Optional<Epoch> at(TxId txId) {
        return newestFirst.stream().filter(epoch -> epoch.covers(txId)).findFirst();
    }
}
