package dev.tallystick.governance.tables;

/** What a member gets when recovery shares are issued (spec 03, 1.3). */
public enum RecoveryRole {
    /** Nothing. */
    NON_PARTICIPANT("NonParticipant"),
    /** One share. */
    PARTICIPANT("Participant"),
    /** The whole wrapping key. */
    OWNER("Owner");

    private final String text;

    RecoveryRole(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static RecoveryRole of(String text) {
        for (RecoveryRole candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown RecoveryRole: " + text);
    }
}
