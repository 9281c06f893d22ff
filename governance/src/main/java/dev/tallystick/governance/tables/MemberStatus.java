package dev.tallystick.governance.tables;

/** Whether a member takes part (spec 03, 1.2). */
public enum MemberStatus {
    /** Known, but has not yet acknowledged the state of the service. */
    ACCEPTED("Accepted"),
    /** May propose, vote and hand in recovery shares. */
    ACTIVE("Active"),
    /** Occurs in ledgers of older releases only. */
    RETIRED("Retired");

    private final String text;

    MemberStatus(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static MemberStatus of(String text) {
        for (MemberStatus candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown MemberStatus: " + text);
    }
}
