package dev.tallystick.governance.proposals;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.auth.SignedRequest;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ProposalInfo;
import dev.tallystick.governance.tables.ProposalState;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What members can do with proposals (spec 03, 3.3 and section 4). Every method works within the
 * transaction of its request, which the caller must drop when it throws. Thread-safe.
 */
public final class ProposalLifeCycle {
    private final Resolution resolution;

    /** The life cycle, with the constitution run by this resolution. */
    public ProposalLifeCycle(Resolution resolution) {
        this.resolution = resolution;
    }

    /** What became of a withdrawal. */
    public sealed interface Withdrawal {
        /** There is no such proposal: nothing to withdraw. */
        record Unknown() implements Withdrawal {}

        /** It is withdrawn, now or before. */
        record Withdrawn(ProposalId id, ProposalInfo info) implements Withdrawal {}
    }

    /**
     * Makes a proposal and resolves it.
     *
     * @param root over every transaction up to the one that {@code tx} reads
     * @throws GovException when the constitution refuses it, it is a replay, or resolving fails
     */
    public Decision create(Transaction tx, SignedRequest signed, Digest root) {
        ProposalId id = ProposalId.of(root, signed.signatureDigest());
        resolution.requireValid(tx, signed.payloadText());
        if (Tables.PROPOSALS.has(tx, id)) {
            throw GovException.internal("Proposal ID collision.");
        }
        ProposalInfo info = ProposalInfo.open(signed.signer());
        Tables.PROPOSALS.put(tx, id, signed.payload());
        Tables.PROPOSALS_INFO.put(tx, id, info);
        record(tx, signed);
        ReplayWindow.admit(tx, signed.createdAtSeconds(), signed.signatureDigest(), id);
        return resolution.resolve(tx, id, info);
    }

    /** Takes back a proposal; only its proposer may. */
    public Withdrawal withdraw(Transaction tx, ProposalId id, SignedRequest signed) {
        Optional<ProposalInfo> found = Tables.PROPOSALS_INFO.get(tx, id);
        if (found.isEmpty()) {
            return new Withdrawal.Unknown();
        }
        ProposalInfo info = found.get();
        if (!info.proposer().equals(signed.signer())) {
            throw new GovException(
                    403,
                    ErrorCode.AUTHORIZATION_FAILED,
                    "Proposal "
                            + id
                            + " can only be withdrawn by proposer "
                            + info.proposer()
                            + ", not caller "
                            + signed.signer()
                            + ".");
        }
        if (info.state() == ProposalState.WITHDRAWN) {
            return new Withdrawal.Withdrawn(id, info);
        }
        if (info.state() != ProposalState.OPEN) {
            throw GovException.badRequest(
                    ErrorCode.PROPOSAL_NOT_OPEN,
                    "Proposal "
                            + id
                            + " is currently in state "
                            + inErrorText(info.state())
                            + " and cannot be withdrawn.");
        }
        ProposalInfo withdrawn = info.withState(ProposalState.WITHDRAWN);
        FinishedProposals.purgeOthers(tx, id);
        Tables.PROPOSALS_INFO.put(tx, id, withdrawn);
        record(tx, signed);
        return new Withdrawal.Withdrawn(id, withdrawn);
    }

    /** The proposal, which must be open. */
    public ProposalInfo requireOpenForVotes(Transaction tx, ProposalId id) {
        ProposalInfo info =
                Tables.PROPOSALS_INFO
                        .get(tx, id)
                        .orElseThrow(
                                () ->
                                        GovException.notFound(
                                                ErrorCode.PROPOSAL_NOT_FOUND,
                                                "Could not find proposal " + id + "."));
        if (info.state() != ProposalState.OPEN) {
            throw GovException.badRequest(
                    ErrorCode.PROPOSAL_NOT_OPEN,
                    "Proposal "
                            + id
                            + " is currently in state "
                            + inErrorText(info.state())
                            + " - only open proposals can receive votes");
        }
        return info;
    }

    /**
     * Takes a ballot and resolves the proposal. The same ballot again changes nothing and resolves
     * nothing.
     */
    public Decision submitBallot(
            Transaction tx, ProposalId id, SignedRequest signed, String ballot) {
        ProposalInfo info = requireOpenForVotes(tx, id);
        resolution.requireConstitution(tx, "ballots");
        MemberId voter = signed.signer();
        String earlier = info.ballots().get(voter);
        if (ballot.equals(earlier)) {
            return new Decision(id, info, Set.of());
        }
        if (earlier != null) {
            throw GovException.badRequest(
                    ErrorCode.VOTE_ALREADY_EXISTS,
                    "Different ballot already submitted by " + voter + " for " + id + ".");
        }
        record(tx, signed);
        return resolution.resolve(tx, id, info.withBallot(voter, ballot));
    }

    /** Keeps the envelope, so that auditors can verify who decided. */
    private static void record(Transaction tx, SignedRequest signed) {
        Tables.COSE_HISTORY.put(
                tx,
                signed.signer(),
                Base64.getEncoder().encodeToString(signed.envelope().toArray()));
    }

    private static String inErrorText(ProposalState state) {
        return state.text().toLowerCase(Locale.ROOT);
    }
}
