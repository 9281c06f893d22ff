package dev.tallystick.governance.proposals;

import dev.tallystick.governance.effects.CommitEffect;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ProposalInfo;

import java.util.Set;

/**
 * How a proposal stands after a request.
 *
 * @param effects what to do once the request's transaction is committed
 */
public record Decision(ProposalId id, ProposalInfo info, Set<CommitEffect> effects) {
    /** Copies the set. */
    public Decision {
        effects = Set.copyOf(effects);
    }
}
