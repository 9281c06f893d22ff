package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryFlags;

/**
 * Whether files begin and end where the flags of their entries say (spec 01, 1.5). The flags of the
 * entries before a signature are signed; a file that ends without its flag is accepted only in
 * ledgers of releases that wrote such files.
 */
final class FileFlags {
    /** Whether a signed, complete file ended without the flag that says so. */
    private boolean hasUnflaggedEnds;

    /** The same, but not yet covered by a signature: it may be a flipped bit. */
    private boolean hasUnsignedUnflaggedEnd;

    private boolean isFirstInFile;
    private int lastFlags;

    /** Whether the file before this one is complete without a flag saying so. */
    private boolean endedUnflagged;

    /**
     * Begins a file.
     *
     * @param isFirst whether its first entry is audited, not passed over
     */
    void startFile(boolean isFirst) {
        isFirstInFile = isFirst;
    }

    /** Whether the next entry is the first of its file. */
    boolean isFirstInFile() {
        return isFirstInFile;
    }

    /** Refuses the next entry if it cannot stand where it does. */
    void check(int flags) {
        if (!isFirstInFile && endsChunk()) {
            throw new LedgerFormatException("the entry before says that the file ends with it");
        }
        if (!isFirstInFile && EntryFlags.startsChunk(flags)) {
            throw new LedgerFormatException("the entry says that a file begins with it");
        }
        if (isFirstInFile && endedUnflagged && !EntryFlags.startsChunk(flags)) {
            hasUnsignedUnflaggedEnd = true;
        }
    }

    /** Goes on to the entry after the one with these flags. */
    void pass(int flags) {
        lastFlags = flags;
        isFirstInFile = false;
    }

    /** A signature covers all entries so far. */
    void sign() {
        hasUnflaggedEnds |= hasUnsignedUnflaggedEnd;
        hasUnsignedUnflaggedEnd = false;
    }

    /** Whether the last entry orders its file to be completed. */
    boolean endsChunk() {
        return EntryFlags.endsChunk(lastFlags);
    }

    /**
     * Ends a file.
     *
     * @param isComplete whether it has a positions table
     * @param isUnsignedTailAllowed whether a node may have died while writing the last file
     */
    void endFile(boolean isComplete, boolean isLast, boolean isUnsignedTailAllowed) {
        if (isFirstInFile) {
            if (!isUnsignedTailAllowed) {
                throw new LedgerFormatException("the file holds no entry");
            }
            return;
        }
        endedUnflagged = isComplete && !endsChunk();
        if (isLast && isComplete && endedUnflagged && !hasUnflaggedEnds) {
            throw new LedgerFormatException(
                    "the last file is complete, but its last entry does not say that it ends");
        }
        if (isLast && !isComplete && endsChunk() && !isUnsignedTailAllowed) {
            throw new LedgerFormatException(
                    "the last entry says that the file is complete, but it is not");
        }
    }

    /** Checks the end of the ledger. */
    void finish() {
        if (hasUnsignedUnflaggedEnd && !hasUnflaggedEnds) {
            throw new LedgerFormatException(
                    "a complete file does not end with an entry that says so");
        }
    }
}
