package dev.tallystick.ledger.snapshot;

/** A snapshot does not prove what it claims. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SnapshotCheck check;

    SnapshotException(SnapshotCheck check, String message) {
        super(check.title() + ": " + message);
        this.check = check;
    }

    /** The check that failed; those before it have passed, or could not be made. */
    public SnapshotCheck check() {
        return check;
    }
}
