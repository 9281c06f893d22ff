package dev.tallystick.consensus;

/**
 * How far a node's removal has come, on that node (spec 05, 8.4). {@link #text()} is CCF's JSON.
 */
public enum RetirementPhase {
    /** The reconfiguration without it is in its log. */
    ORDERED("Ordered"),
    /** And a signature after that. */
    SIGNED("Signed"),
    /** And that signature is committed. */
    COMPLETED("Completed"),
    /** And its record is marked {@code retired_committed} in the committed state: it may stop. */
    RETIRED_COMMITTED("RetiredCommitted");

    private final String text;

    RetirementPhase(String text) {
        this.text = text;
    }

    /** The name in {@code GET /node/consensus} and in traces. */
    public String text() {
        return text;
    }
}
