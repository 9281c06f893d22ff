package dev.tallystick.governance.tables;

/** Whether a node takes part (spec 03, 1.5). */
public enum NodeStatus {
    /** Has joined, is not trusted yet. */
    PENDING("Pending"),
    /** Takes part in consensus and holds the secrets. */
    TRUSTED("Trusted"),
    /** Leaves, or has left. */
    RETIRED("Retired");

    private final String text;

    NodeStatus(String text) {
        this.text = text;
    }

    /** The name as rows and answers write it. */
    public String text() {
        return text;
    }

    /** The one of this name; {@link IllegalArgumentException} when there is none. */
    public static NodeStatus of(String text) {
        for (NodeStatus candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("Unknown NodeStatus: " + text);
    }
}
