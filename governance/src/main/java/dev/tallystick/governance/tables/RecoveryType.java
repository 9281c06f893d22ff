package dev.tallystick.governance.tables;

/** How the ledger secrets come back after a disaster (spec 03, 7.5). */
public enum RecoveryType {
    /** Not recovering. */
    NONE("None"),
    /** From the members' shares. */
    RECOVERY_SHARES("RECOVERY_SHARES"),
    /** From a copy sealed to the machine. */
    LOCAL_UNSEALING("LOCAL_UNSEALING");

    private final String text;

    RecoveryType(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static RecoveryType of(String text) {
        for (RecoveryType candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown RecoveryType: " + text);
    }
}
