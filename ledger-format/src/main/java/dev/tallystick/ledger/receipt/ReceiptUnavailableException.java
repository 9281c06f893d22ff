package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.LedgerFormatException;

/** A ledger gives no receipt of this kind for a transaction; the message says why. */
public final class ReceiptUnavailableException extends LedgerFormatException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The files do not hold the transaction. */
        NOT_IN_LEDGER,
        /**
         * Another view's transaction has this seqno: the one that was asked for was rolled back.
         */
        OTHER_VIEW,
        /** No signature transaction follows it in the files. */
        NOT_YET_SIGNED,
        /** Its commit evidence can only be told with the ledger secret. */
        NO_SECRET,
        /** The covering signature transaction carries no COSE signature. */
        NO_COSE_SIGNATURE,
        /**
         * There is no such form of receipt for it: signature transactions and entries without
         * commit evidence have no COSE receipt.
         */
        NO_SUCH_FORM
    }

    ReceiptUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
