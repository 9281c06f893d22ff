package dev.tallystick.ledger.receipt;

/** A receipt does not prove what it claims. */
public final class ReceiptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReceiptCheck check;

    ReceiptException(ReceiptCheck check, String message) {
        super(message);
        this.check = check;
    }

    /** The check that failed; those before it in {@link ReceiptCheck} have passed. */
    public ReceiptCheck check() {
        return check;
    }
}
