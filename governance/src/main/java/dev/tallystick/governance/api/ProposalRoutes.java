package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.auth.SignedRequest;
import dev.tallystick.governance.proposals.Decision;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.governance.proposals.ProposalLifeCycle.Withdrawal;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.ProposalInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Proposals and ballots (spec 03, 3.3). */
final class ProposalRoutes {
    private static final String PROPOSAL = "proposalId";
    private static final String MEMBER = "memberId";
    private static final String PATH = "/members/proposals";
    private static final String ONE = PATH + "/{" + PROPOSAL + "}";
    private static final String BALLOT = ONE + "/ballots/{" + MEMBER + "}";

    private final ProposalLifeCycle proposals;

    ProposalRoutes(ProposalLifeCycle proposals) {
        this.proposals = proposals;
    }

    List<GovRoute> routes() {
        return List.of(
                GovRoute.write(PATH + ":create", Auth.activeMember("proposal"), this::create)
                        .needingRoot(),
                GovRoute.write(ONE + ":withdraw", Auth.activeMember("withdrawal"), this::withdraw),
                GovRoute.write(BALLOT + ":submit", Auth.activeMember("ballot"), this::submitBallot),
                GovRoute.read(PATH, ProposalRoutes::list),
                GovRoute.read(ONE, ProposalRoutes::get),
                GovRoute.read(ONE + "/actions", ProposalRoutes::actions),
                GovRoute.read(BALLOT, ProposalRoutes::ballot));
    }

    private GovResponse create(GovCall call) {
        Digest root = rootAtRead(call.request().rootAtRead());
        return answer(proposals.create(call.tx(), call.signedRequest(), root));
    }

    private static Digest rootAtRead(@Nullable CompletableFuture<Digest> root) {
        if (root == null) {
            throw GovException.internal("Proposal failed to bind to state.");
        }
        try {
            return root.join();
        } catch (CompletionException | CancellationException e) {
            throw GovException.internal("Proposal failed to bind to state.");
        }
    }

    private GovResponse withdraw(GovCall call) {
        return switch (proposals.withdraw(call.tx(), signedProposal(call), call.signedRequest())) {
            case Withdrawal.Unknown() -> GovResponse.noContent();
            case Withdrawal.Withdrawn(ProposalId id, ProposalInfo info) ->
                    GovResponse.json(toJson(id, info));
        };
    }

    private GovResponse submitBallot(GovCall call) {
        ProposalId id = signedProposal(call);
        SignedRequest signed = call.signedRequest();
        if (!call.isEntityId(MEMBER, signed.signer().hex())) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_RESOURCE_NAME, "Authenticated member id does not match URL");
        }
        proposals.requireOpenForVotes(call.tx(), id);
        String ballot = call.payloadText("ballot");
        if (ballot == null) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_INPUT,
                    "Signed request body is not a JSON object containing required string field"
                            + " \"ballot\"");
        }
        return answer(proposals.submitBallot(call.tx(), id, signed, ballot));
    }

    /** The proposal of the path, which must be the one that was signed. */
    private static ProposalId signedProposal(GovCall call) {
        if (!call.isEntityId(PROPOSAL, call.signedRequest().proposalId())) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_RESOURCE_NAME,
                    "Authenticated proposal id does not match URL");
        }
        return new ProposalId(call.path(PROPOSAL));
    }

    private static GovResponse answer(Decision decision) {
        return GovResponse.json(toJson(decision.id(), decision.info()))
                .withEffects(decision.effects());
    }

    private static GovResponse list(GovCall call) {
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        Tables.PROPOSALS_INFO.rowsOf(call.tx()).forEach((id, info) -> value.add(toJson(id, info)));
        return GovResponse.json(body);
    }

    private static GovResponse get(GovCall call) {
        ProposalId id = unsignedProposal(call);
        return GovResponse.json(toJson(id, require(call.tx(), id)));
    }

    private static GovResponse actions(GovCall call) {
        ProposalId id = unsignedProposal(call);
        Bytes payload = Tables.PROPOSALS.get(call.tx(), id).orElseThrow(() -> couldNotFind(id));
        return GovResponse.of(200, null, payload);
    }

    private static GovResponse ballot(GovCall call) {
        ProposalId id = unsignedProposal(call);
        MemberId member = new MemberId(call.entityId(MEMBER, "member ID"));
        ProposalInfo info =
                Tables.PROPOSALS_INFO
                        .get(call.tx(), id)
                        .orElseThrow(
                                () ->
                                        GovException.notFound(
                                                ErrorCode.PROPOSAL_NOT_FOUND,
                                                "Proposal " + id + " does not exist."));
        String ballot = info.ballots().get(member);
        if (ballot == null) {
            throw GovException.notFound(
                    ErrorCode.VOTE_NOT_FOUND,
                    "Member " + member + " has not voted for proposal " + id + ".");
        }
        return GovResponse.javaScript(ballot);
    }

    private static ProposalId unsignedProposal(GovCall call) {
        return new ProposalId(call.entityId(PROPOSAL, "proposal ID"));
    }

    private static ProposalInfo require(Transaction tx, ProposalId id) {
        return Tables.PROPOSALS_INFO.get(tx, id).orElseThrow(() -> couldNotFind(id));
    }

    private static GovException couldNotFind(ProposalId id) {
        return GovException.notFound(
                ErrorCode.PROPOSAL_NOT_FOUND, "Could not find proposal " + id + ".");
    }

    static ObjectNode toJson(ProposalId id, ProposalInfo info) {
        ObjectNode json =
                Json.object()
                        .put("proposalId", id.hex())
                        .put("proposerId", info.proposer().hex())
                        .put("proposalState", info.state().text())
                        .put("ballotCount", info.ballots().size());
        if (info.finalVotes() != null) {
            ObjectNode votes = json.putObject("finalVotes");
            info.finalVotes().forEach((voter, vote) -> votes.put(voter.hex(), vote));
        }
        if (info.voteFailures() != null) {
            ObjectNode failures = json.putObject("voteFailures");
            info.voteFailures().forEach((voter, why) -> failures.set(voter.hex(), why.toJson()));
        }
        if (info.failure() != null) {
            json.set("failure", info.failure().toJson());
        }
        return json;
    }
}
