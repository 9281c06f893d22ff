package dev.tallystick.node.rpc;

import dev.tallystick.consensus.RaftStatus;
import dev.tallystick.consensus.RetirementPhase;
import dev.tallystick.consensus.Role;

import java.util.Optional;

/** When a node counts as primary (spec 02, 3.1). */
public final class Primacy {
    private Primacy() {}

    /**
     * Whether the node answers writes itself: it leads and its own retirement is not committed, or
     * it has no consensus yet.
     */
    public static boolean isPrimary(Optional<RaftStatus> status) {
        return status.isEmpty() || leads(status.get());
    }

    /** Whether the node leads and its own retirement is not committed. */
    public static boolean leads(RaftStatus status) {
        return status.role() == Role.LEADER
                && status.retirementPhase() != RetirementPhase.RETIRED_COMMITTED;
    }
}
