package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;

import java.nio.file.Path;

/** A ledger file is damaged: which one, where, and at which seqno. */
public final class ChunkFormatException extends LedgerFormatException {
    private static final long serialVersionUID = 1L;

    /** The fault is not at one place of the file. */
    public static final long NO_OFFSET = -1;

    private final transient Path file;
    private final long offset;
    private final long seqno;
    private final String reason;
    private boolean isExact;

    /**
     * @param offset in the file, of the first byte that is not as it must be
     * @param seqno of the entry concerned; of the first one in the file if it is none in particular
     * @param reason what is wrong, without the place
     */
    ChunkFormatException(Path file, long offset, long seqno, String reason) {
        super(reason + ": ledger file " + file + ", offset " + offset + ", seqno " + seqno);
        this.file = file;
        this.offset = offset;
        this.seqno = seqno;
        this.reason = reason;
    }

    private ChunkFormatException(Path file, long seqno, String reason) {
        super(reason + ": ledger file " + file + ", seqno " + seqno);
        this.file = file;
        this.offset = NO_OFFSET;
        this.seqno = seqno;
        this.reason = reason;
    }

    /** A fault of a whole file, or of its place among the others. */
    static ChunkFormatException ofFile(Path file, long seqno, String reason) {
        return new ChunkFormatException(file, seqno, reason);
    }

    /** An entry that is in its place, but malformed. */
    public static ChunkFormatException ofEntry(
            Path file, long offset, long seqno, LedgerFormatException cause) {
        ChunkFormatException e =
                new ChunkFormatException(file, offset, seqno, String.valueOf(cause.getMessage()));
        e.initCause(cause);
        return e;
    }

    /** Says that the byte at the offset is known to be the wrong one. */
    ChunkFormatException exact() {
        isExact = true;
        return this;
    }

    /** Whether the byte at {@link #offset} is certainly wrong; else damage shows there. */
    public boolean isExact() {
        return isExact;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }

    /** The damaged file. */
    public Path file() {
        return file;
    }

    /** Where in the file, in bytes; {@link #NO_OFFSET} if it concerns the file as a whole. */
    public long offset() {
        return offset;
    }

    /**
     * Seqno of the entry concerned, or of the first one in the file if it is none in particular.
     */
    public long seqno() {
        return seqno;
    }
}
