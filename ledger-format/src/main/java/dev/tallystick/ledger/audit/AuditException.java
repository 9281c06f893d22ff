package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.files.ChunkFormatException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** The ledger is not what a service signed: where, and why. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long seqno;
    private final long offset;
    private final String reason;

    /** Set once, by the audit that the fault ends; negative before. */
    private long lastSignedSeqno = -1;

    private AuditException(
            Path file, long seqno, long offset, String reason, @Nullable Throwable cause) {
        super(reason + " (" + place(file, seqno, offset) + ")", cause);
        this.file = file;
        this.seqno = seqno;
        this.offset = offset;
        this.reason = reason;
    }

    AuditException(Path file, long seqno, String reason, @Nullable Throwable cause) {
        this(file, seqno, ChunkFormatException.NO_OFFSET, reason, cause);
    }

    AuditException(Path file, long seqno, String reason) {
        this(file, seqno, reason, null);
    }

    /** The same fault, placed at a byte of the file. */
    AuditException at(long byteOffset) {
        return new AuditException(file, seqno, byteOffset, reason, getCause());
    }

    /**
     * The same fault, which comes after the signature transaction at {@code signedSeqno}. Has no
     * effect if that has been told before.
     */
    AuditException after(long signedSeqno) {
        if (lastSignedSeqno < 0) {
            lastSignedSeqno = signedSeqno;
        }
        return this;
    }

    /** Seqno of the last signature before the fault that holds; 0 if there is none. */
    long lastSignedSeqno() {
        return Math.max(0, lastSignedSeqno);
    }

    private static String place(Path file, long seqno, long offset) {
        String entry = file + ": seqno " + seqno;
        return offset == ChunkFormatException.NO_OFFSET ? entry : entry + ", offset " + offset;
    }

    /** File, seqno and, where it is known, offset, in words. */
    public String place() {
        return place(file, seqno, offset);
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

    /**
     * The first byte of the file that is known to be wrong, or where the file can no longer be
     * read; {@link ChunkFormatException#NO_OFFSET} if neither is known.
     */
    public long offset() {
        return offset;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }
}
