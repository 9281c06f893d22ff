package dev.tallystick.governance.proposals;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.effects.ProposalEffects;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ProposalInfo;
import dev.tallystick.governance.tables.ProposalState;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.js.Constitution;
import dev.tallystick.js.JsFailure;
import dev.tallystick.js.JsOutcome;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out what becomes of a proposal: runs its ballots, asks the constitution, and carries it out
 * (spec 03, 4.3). Thread-safe.
 */
public final class Resolution {
    private final Constitution scripts;
    private final NodeControl node;

    /** A resolution that runs scripts with this runner, and reaches the node through this port. */
    public Resolution(Constitution scripts, NodeControl node) {
        this.scripts = scripts;
        this.node = node;
    }

    /**
     * The constitution in force.
     *
     * @param what cannot be evaluated without it, for the error text
     */
    String requireConstitution(Transaction tx, String what) {
        return Tables.CONSTITUTION
                .get(tx)
                .orElseThrow(
                        () ->
                                GovException.internal(
                                        "No constitution is set - "
                                                + what
                                                + " cannot be evaluated"));
    }

    /** Asks the constitution whether a new proposal is acceptable. */
    void requireValid(Transaction tx, String proposalText) {
        String constitution = requireConstitution(tx, "proposals");
        switch (scripts.validate(tx, constitution, proposalText)) {
            case JsOutcome.Returned<Optional<Constitution.Verdict>>(var verdict) ->
                    requireFavourable(verdict);
            case JsOutcome.Failed<Optional<Constitution.Verdict>>(JsFailure failure) ->
                    throw GovException.internal(
                            failure.kind() == JsFailure.Kind.NOT_RUNNABLE
                                    ? failure.reason()
                                    : "Failed to execute validation: "
                                            + failure.reason()
                                            + " "
                                            + (failure.trace() == null ? "" : failure.trace()));
        }
    }

    private static void requireFavourable(Optional<Constitution.Verdict> given) {
        Constitution.Verdict verdict =
                given.orElseThrow(
                        () -> GovException.internal("Validation failed to return an object"));
        if (!verdict.valid()) {
            String description = verdict.description() == null ? "" : verdict.description();
            throw GovException.badRequest(
                    ErrorCode.PROPOSAL_FAILED_TO_VALIDATE,
                    "Proposal failed to validate: " + description);
        }
    }

    /**
     * Decides a proposal and writes how it then stands.
     *
     * @param info with every ballot, the newest included; the table does not have that one yet
     * @throws GovException 500 when the constitution, or a ballot as a program, fails
     */
    Decision resolve(Transaction tx, ProposalId id, ProposalInfo info) {
        String constitution = requireConstitution(tx, "ballots");
        Constitution.Proposal proposal =
                new Constitution.Proposal(
                        Tables.PROPOSALS.get(tx, id).map(Bytes::utf8).orElse(""),
                        id.hex(),
                        info.proposer().hex());
        Count count = count(tx, info, proposal);
        ProposalState state = ask(tx, constitution, proposal, count);
        ProposalInfo next = info.withState(state);
        if (state == ProposalState.OPEN) {
            Tables.PROPOSALS_INFO.put(tx, id, next);
            return new Decision(id, next, Set.of());
        }
        FinishedProposals.purgeOthers(tx, id);
        next = next.withOutcome(count.votes(), count.failures());
        Tables.PROPOSALS_INFO.put(tx, id, next);
        if (state != ProposalState.ACCEPTED) {
            return new Decision(id, next, Set.of());
        }
        ProposalEffects effects = new ProposalEffects(node);
        apply(tx, constitution, proposal, effects);
        return new Decision(id, next, effects.onCommit());
    }

    /** What the ballots say: a vote, or why there is none. */
    private record Count(
            SortedMap<MemberId, Boolean> votes,
            SortedMap<MemberId, ProposalInfo.Failure> failures) {
        SortedMap<String, Boolean> byHex() {
            SortedMap<String, Boolean> byHex = new TreeMap<>();
            votes.forEach((voter, vote) -> byHex.put(voter.hex(), vote));
            return byHex;
        }
    }

    /** A ballot that throws is no vote; one that is no program fails the request. */
    private Count count(Transaction tx, ProposalInfo info, Constitution.Proposal proposal) {
        Count count = new Count(new TreeMap<>(), new TreeMap<>());
        for (Map.Entry<MemberId, String> ballot : info.ballots().entrySet()) {
            MemberId voter = ballot.getKey();
            switch (scripts.vote(tx, ballot.getValue(), voter.hex(), proposal)) {
                case JsOutcome.Returned<Boolean>(Boolean vote) -> count.votes().put(voter, vote);
                case JsOutcome.Failed<Boolean>(JsFailure failure) -> {
                    if (failure.kind() == JsFailure.Kind.NOT_RUNNABLE) {
                        throw GovException.internal(failure.reason());
                    }
                    count.failures()
                            .put(
                                    voter,
                                    new ProposalInfo.Failure(failure.reason(), failure.trace()));
                }
            }
        }
        return count;
    }

    private ProposalState ask(
            Transaction tx, String constitution, Constitution.Proposal proposal, Count count) {
        return switch (scripts.resolve(tx, constitution, proposal, count.byHex())) {
            case JsOutcome.Returned<String>(String result) ->
                    switch (result) {
                        case "Open" -> ProposalState.OPEN;
                        case "Accepted" -> ProposalState.ACCEPTED;
                        case "Rejected" -> ProposalState.REJECTED;
                        default ->
                                throw GovException.internal(
                                        "resolve() returned invalid status value: \""
                                                + result
                                                + "\"\nTrace: N/A");
                    };
            case JsOutcome.Failed<String>(JsFailure failure) ->
                    throw failed("Failed to resolve(): ", failure);
        };
    }

    private void apply(
            Transaction tx,
            String constitution,
            Constitution.Proposal proposal,
            ProposalEffects effects) {
        switch (scripts.apply(tx, constitution, proposal, effects)) {
            case JsOutcome.Returned<String> done -> {}
            case JsOutcome.Failed<String>(JsFailure failure) ->
                    throw failed("Failed to apply(): ", failure);
        }
    }

    private static GovException failed(String what, JsFailure failure) {
        return GovException.internal(
                failure.kind() == JsFailure.Kind.NOT_RUNNABLE
                        ? failure.reason()
                        : what
                                + failure.reason()
                                + "\nTrace: "
                                + (failure.trace() == null ? "N/A" : failure.trace()));
    }
}
