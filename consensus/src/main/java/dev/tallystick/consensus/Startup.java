package dev.tallystick.consensus;

/** How a node begins (spec 05, 9.2 and 9.3). */
final class Startup {

    /** What the first view of a service, and of a recovered one, adds to the view before (1.1). */
    static final long STARTING_VIEW_CHANGE = 2;

    private final RaftState state;
    private final RoleChanges roles;
    private final Reconfiguration reconfiguration;

    Startup(RaftState state, RoleChanges roles, Reconfiguration reconfiguration) {
        this.state = state;
        this.roles = roles;
        this.reconfiguration = reconfiguration;
    }

    /** A new service: primary in view 2 with an empty log. */
    void startPrimary() {
        requireFresh();
        state.view += STARTING_VIEW_CHANGE;
        roles.becomeLeader();
    }

    /** A recovered service: primary two views after the last one of the recovered ledger. */
    void recoverPrimary(Event.RecoverPrimary recovery) {
        requireFresh();
        LogPosition lastSigned = recovery.lastSigned();
        ViewHistory history = ViewHistory.of(recovery.viewStarts());
        state.log.reset(lastSigned.seqno(), history.updated(lastSigned.seqno(), lastSigned.view()));
        state.view = lastSigned.view() + STARTING_VIEW_CHANGE;
        roles.becomeLeader();
    }

    /** A joining node: backup in the view of the snapshot, or in view 0 without one. */
    void startBackup(Event.StartBackup start) {
        requireFresh();
        if (start.configuration() != null) {
            reconfiguration.addConfiguration(start.configuration());
        }
        state.log.reset(start.snapshot().seqno(), ViewHistory.of(start.viewStarts()));
        roles.becomeAwareOf(start.snapshot().view());
    }

    private void requireFresh() {
        Check.that(
                state.leadership instanceof Leadership.None && state.view == 0,
                "consensus has started already, in view {}",
                state.view);
    }
}
