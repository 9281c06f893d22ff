package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.auth.CoseAuthentication;
import dev.tallystick.governance.auth.MemberCoseAuthenticator;
import dev.tallystick.governance.auth.SignedRequest;
import dev.tallystick.governance.effects.CommitEffect;
import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.proposals.ProposalLifeCycle;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.stream.Stream;

/** All endpoints below {@code /gov}, ready to be served. Thread-safe. */
public final class GovernanceApi {
    private final MemberCoseAuthenticator authenticator = new MemberCoseAuthenticator();
    private final NodeControl node;
    private final List<GovRoute> routes;

    /**
     * The API.
     *
     * @param proposals decides proposals
     * @param consensus what this node knows of transactions
     */
    public GovernanceApi(ProposalLifeCycle proposals, NodeControl node, ConsensusView consensus) {
        this.node = node;
        this.routes =
                Stream.of(
                                new ProposalRoutes(proposals).routes(),
                                new StateDigestRoutes(node).routes(),
                                new RecoveryRoutes().routes(),
                                new ServiceRoutes(consensus).routes(),
                                new JoinPolicyRoutes().routes(),
                                new JavaScriptRoutes().routes(),
                                new JwkRoutes().routes(),
                                new TransactionRoutes(consensus).routes())
                        .flatMap(List::stream)
                        .toList();
    }

    /** The endpoints; where a literal path and a template both fit, the literal one is meant. */
    public List<GovRoute> routes() {
        return routes;
    }

    /**
     * Answers one request: authenticates it, checks the version, runs the handler. Refusals come
     * back as answers. What else is thrown is a fault of this node or of its tables, or a conflict
     * that the caller must handle.
     *
     * @param tx fresh; to be committed by the caller if the answer says so
     */
    public GovResponse execute(GovRoute route, GovRequest request, Transaction tx) {
        return switch (route.auth()) {
            case Auth.None() -> answer(route, new GovCall(request, tx, null));
            case Auth.MemberCose(var requirement) ->
                    switch (authenticator.authenticate(
                            tx, requirement, request.contentType(), request.body())) {
                        case CoseAuthentication.Authenticated(SignedRequest signed) ->
                                answer(route, new GovCall(request, tx, signed));
                        case CoseAuthentication.Refused(String policy, String reason) ->
                                unauthorized(policy, reason);
                        case CoseAuthentication.Malformed(String message) ->
                                GovResponse.error(500, ErrorCode.INTERNAL_ERROR.text(), message);
                    };
        };
    }

    /**
     * To be called once the transaction of an answer is committed.
     *
     * @param seqno of the transaction
     */
    public void committed(GovResponse response, long seqno) {
        for (CommitEffect effect : response.effects()) {
            effect.carryOut(node, seqno);
        }
    }

    private static GovResponse answer(GovRoute route, GovCall call) {
        try {
            @Nullable String version = call.request().query().get(ApiVersion.PARAMETER);
            ApiVersion.check(version, route.since());
            return route.handler().handle(call);
        } catch (GovException e) {
            return GovResponse.error(e.status(), e.code().text(), e.text());
        }
    }

    private static GovResponse unauthorized(String policy, String reason) {
        String code = ErrorCode.INVALID_AUTHENTICATION_INFO.text();
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("code", code).put("message", "Invalid authentication credentials.");
        error.putArray("details")
                .addObject()
                .put("auth_policy", policy)
                .put("code", code)
                .put("message", reason);
        return GovResponse.json(401, body)
                .withHeader("www-authenticate", "COSE-SIGN1 realm=\"Signed request access\"");
    }
}
