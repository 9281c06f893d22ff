package dev.tallystick.governance.proposals;

import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ProposalState;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;

/** Forgets proposals that are over: their history is in the ledger (spec 03, 4.6). */
final class FinishedProposals {
    private FinishedProposals() {}

    /** Deletes every proposal that is not open, but this one. */
    static void purgeOthers(Transaction tx, ProposalId finishing) {
        Tables.PROPOSALS_INFO
                .rowsOf(tx)
                .forEach(
                        (id, info) -> {
                            if (info.state() != ProposalState.OPEN && !id.equals(finishing)) {
                                Tables.PROPOSALS.remove(tx, id);
                                Tables.PROPOSALS_INFO.remove(tx, id);
                            }
                        });
    }
}
