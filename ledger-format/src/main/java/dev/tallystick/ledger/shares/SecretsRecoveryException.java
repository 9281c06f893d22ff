package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.LedgerFormatException;

/** The ledger secrets cannot be recovered; the message says what is missing, and no secret. */
public final class SecretsRecoveryException extends LedgerFormatException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** Why. */
    public enum Fault {
        /** The entries hold no recovery shares. */
        NO_SHARES,
        /** The keys open too few shares. */
        TOO_FEW_KEYS,
        /** The shares were opened, but together they do not open the wrapped ledger secret. */
        WRONG_SHARES,
        /** A stored secret is not encrypted under the one that follows it. */
        BROKEN_CHAIN
    }

    SecretsRecoveryException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** Why; {@link Fault#TOO_FEW_KEYS} is the caller's to mend, the others are the ledger's. */
    public Fault fault() {
        return fault;
    }
}
