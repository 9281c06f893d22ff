package dev.tallystick.governance.tables;

/** Where a service stands (spec 03, 1.4). */
public enum ServiceStatus {
    /** Started; only governance works. */
    OPENING("Opening"),
    /** Users may call the application. */
    OPEN("Open"),
    /** Started from the ledger of a lost service. */
    RECOVERING("Recovering"),
    /** Members hand in their recovery shares. */
    WAITING_FOR_RECOVERY_SHARES("WaitingForRecoveryShares");

    private final String text;

    ServiceStatus(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static ServiceStatus of(String text) {
        for (ServiceStatus candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown ServiceStatus: " + text);
    }
}
