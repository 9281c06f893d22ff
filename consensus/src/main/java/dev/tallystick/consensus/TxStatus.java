package dev.tallystick.consensus;

/** What a node can say about a transaction id (spec 02, 5.2; spec 05, 14.1). */
public enum TxStatus {
    /** Not known here (yet). */
    UNKNOWN("Unknown"),
    /** In this node's log, not committed. */
    PENDING("Pending"),
    /** Committed: final. */
    COMMITTED("Committed"),
    /** Never to be committed: final. */
    INVALID("Invalid");

    private final String text;

    TxStatus(String text) {
        this.text = text;
    }

    /** The name in {@code GET /node/tx}. */
    public String text() {
        return text;
    }

    /**
     * The status of {@code id}.
     *
     * @param id the transaction asked for
     * @param localView the view in which this node holds {@code id.seqno()}; 0 if that is beyond
     *     its last entry
     * @param committed the last committed transaction
     * @throws IllegalStateException if the seqno is committed but its view is unknown: the callers
     *     read the two at different moments
     */
    public static TxStatus of(LogPosition id, long localView, LogPosition committed) {
        if (committed.seqno() >= id.seqno()) {
            Check.that(localView != 0, "{} is below {} but has no view", id, committed);
            return localView == id.view() ? COMMITTED : INVALID;
        }
        if (localView == id.view()) {
            return PENDING;
        }
        return committed.view() > id.view() ? INVALID : UNKNOWN;
    }
}
