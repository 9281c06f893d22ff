package dev.tallystick.consensus;

/** What a node is in its view (spec 05, 1.2 and 6.6). {@link #text()} is CCF's JSON. */
public enum Role {
    /** Before the start, and for good once its own retirement is committed. */
    NONE("None"),
    /** A backup. */
    FOLLOWER("Follower"),
    /** Asks whether it would be elected, without raising its view. */
    PRE_VOTE_CANDIDATE("PreVoteCandidate"),
    /** Asks for votes. */
    CANDIDATE("Candidate"),
    /** The primary of its view. */
    LEADER("Leader");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The name in {@code GET /node/consensus} and in traces. */
    public String text() {
        return text;
    }
}
