package dev.tallystick.governance.tables;

/** Where a proposal stands (spec 03, 4.2). */
public enum ProposalState {
    /** May be voted on. */
    OPEN("Open"),
    /** Carried out. */
    ACCEPTED("Accepted"),
    /** Taken back by its proposer. */
    WITHDRAWN("Withdrawn"),
    /** Refused by the constitution. */
    REJECTED("Rejected"),
    /** Could not be decided or carried out; never stored. */
    FAILED("Failed"),
    /** Made void by another proposal. */
    DROPPED("Dropped");

    private final String text;

    ProposalState(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static ProposalState of(String text) {
        for (ProposalState candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown ProposalState: " + text);
    }
}
