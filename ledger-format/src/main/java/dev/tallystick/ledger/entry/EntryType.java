package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.LedgerFormatException;

/** What the first byte of an entry's public domain says about its form (spec 01, 2.6). */
public enum EntryType {
    /** Oldest form, without digests. Only read. */
    WRITE_SET(0, false, false),
    /** A snapshot of the whole state; never in the ledger. */
    SNAPSHOT(1, false, false),
    /** With a claims digest. Only read. */
    WRITE_SET_WITH_CLAIMS(2, true, false),
    /** With a commit evidence digest. Only read. */
    WRITE_SET_WITH_COMMIT_EVIDENCE(3, false, true),
    /** With both digests: the only form written today. */
    WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS(4, true, true);

    private final int code;
    private final boolean hasClaims;
    private final boolean hasCommitEvidence;

    EntryType(int code, boolean hasClaims, boolean hasCommitEvidence) {
        this.code = code;
        this.hasClaims = hasClaims;
        this.hasCommitEvidence = hasCommitEvidence;
    }

    /** The value of the type byte. */
    public int code() {
        return code;
    }

    /** Whether the entry carries a claims digest. */
    public boolean hasClaims() {
        return hasClaims;
    }

    /** Whether the entry carries a commit evidence digest. */
    public boolean hasCommitEvidence() {
        return hasCommitEvidence;
    }

    static EntryType of(int code) {
        return switch (code) {
            case 0 -> WRITE_SET;
            case 1 -> SNAPSHOT;
            case 2 -> WRITE_SET_WITH_CLAIMS;
            case 3 -> WRITE_SET_WITH_COMMIT_EVIDENCE;
            case 4 -> WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS;
            default -> throw new LedgerFormatException("unknown entry type " + code);
        };
    }
}
