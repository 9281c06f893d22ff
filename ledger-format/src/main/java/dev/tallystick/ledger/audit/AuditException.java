package dev.tallystick.ledger.audit;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** The ledger is not what a service signed: where, and why. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long seqno;
    private final String reason;

    AuditException(Path file, long seqno, String reason, @Nullable Throwable cause) {
        super(reason + " (" + file + ", seqno " + seqno + ")", cause);
        this.file = file;
        this.seqno = seqno;
        this.reason = reason;
    }

    AuditException(Path file, long seqno, String reason) {
        this(file, seqno, reason, null);
    }

    /** The file in which the fault shows; a directory if a file is missing. */
    public Path file() {
        return file;
    }

    /**
     * Seqno of the transaction at which the fault shows; the fault may lie in an earlier one since
     * the last signature.
     */
    public long seqno() {
        return seqno;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }
}
