package dev.tallystick.node.endpoints;

/** Where a node is in its life (spec 06, 2.2; {@code GET /node/state}). */
public enum NodeState {
    /** Before anything. */
    UNINITIALIZED("Uninitialized"),
    /** Configured, not yet part of anything. */
    INITIALIZED("Initialized"),
    /** Asks to join. */
    PENDING("Pending"),
    /** In a service that recovers, public tables only. */
    PART_OF_PUBLIC_NETWORK("PartOfPublicNetwork"),
    /** In a service. */
    PART_OF_NETWORK("PartOfNetwork"),
    /** Recovers the public tables from ledger files. */
    READING_PUBLIC_LEDGER("ReadingPublicLedger"),
    /** Recovers the private tables. */
    READING_PRIVATE_LEDGER("ReadingPrivateLedger");

    private final String text;

    NodeState(String text) {
        this.text = text;
    }

    /** The name in {@code GET /node/state}. */
    public String text() {
        return text;
    }

    /** Whether the node takes part in a service, so that it can be its primary or backup. */
    public boolean isPartOfService() {
        return switch (this) {
            case PART_OF_NETWORK, PART_OF_PUBLIC_NETWORK, READING_PRIVATE_LEDGER -> true;
            case UNINITIALIZED, INITIALIZED, PENDING, READING_PUBLIC_LEDGER -> false;
        };
    }
}
