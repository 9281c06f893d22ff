package dev.tallystick.governance.api;

import dev.tallystick.governance.ErrorCode;
import dev.tallystick.governance.GovException;
import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.effects.ShareException;
import dev.tallystick.governance.effects.ShareIssuer;
import dev.tallystick.governance.tables.MemberAck;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.MemberStatus;
import dev.tallystick.governance.tables.RecoveryRole;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** How a member acknowledges the state of the service, which makes it active (spec 03, 3.4). */
final class StateDigestRoutes {
    private static final String MEMBER = "memberId";
    private static final String PATH = "/members/state-digests/{" + MEMBER + "}";

    private final NodeControl node;

    StateDigestRoutes(NodeControl node) {
        this.node = node;
    }

    List<GovRoute> routes() {
        return List.of(
                GovRoute.read(PATH, StateDigestRoutes::get),
                GovRoute.write(
                        PATH + ":update", Auth.member("state_digest"), StateDigestRoutes::update),
                GovRoute.write(PATH + ":ack", Auth.member("ack"), this::acknowledge));
    }

    private static GovResponse get(GovCall call) {
        MemberId member = new MemberId(call.path(MEMBER));
        MemberAck ack =
                Tables.MEMBER_ACKS
                        .get(call.tx(), member)
                        .orElseThrow(
                                () ->
                                        GovException.notFound(
                                                ErrorCode.RESOURCE_NOT_FOUND, noRecord(member)));
        return answer(member, ack.stateDigest());
    }

    private static GovResponse update(GovCall call) {
        MemberId member = signerOfPath(call);
        Transaction tx = call.tx();
        String root =
                Tables.SIGNATURES
                        .get(tx)
                        .map(signature -> signature.path("root").asString(""))
                        .orElseThrow(
                                () ->
                                        GovException.internal(
                                                "Service has no signatures to ack yet - try again"
                                                        + " soon."));
        MemberAck previous = Tables.MEMBER_ACKS.get(tx, member).orElse(MemberAck.pending(""));
        Tables.MEMBER_ACKS.put(tx, member, new MemberAck(root, previous.signedRequest()));
        return answer(member, root);
    }

    private GovResponse acknowledge(GovCall call) {
        MemberId member = signerOfPath(call);
        Transaction tx = call.tx();
        MemberAck expected =
                Tables.MEMBER_ACKS
                        .get(tx, member)
                        .orElseThrow(
                                () ->
                                        new GovException(
                                                403,
                                                ErrorCode.AUTHORIZATION_FAILED,
                                                noRecord(member)));
        requireSameDigest(expected.stateDigest(), stateDigest(call));
        Tables.MEMBER_ACKS.put(
                tx, member, new MemberAck(expected.stateDigest(), call.signedRequest().envelope()));
        activate(tx, member);
        return GovResponse.noContent();
    }

    private static String stateDigest(GovCall call) {
        String digest = call.payloadText("stateDigest");
        if (digest == null) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_INPUT,
                    "Signed request body is not a JSON object containing required string field"
                            + " \"stateDigest\"");
        }
        return digest;
    }

    private static void requireSameDigest(String expected, String received) {
        if (!expected.equals(received)) {
            throw GovException.badRequest(
                    ErrorCode.STATE_DIGEST_MISMATCH,
                    "Submitted state digest is not valid.\nExpected\n "
                            + expected
                            + "\nReceived\n "
                            + received);
        }
    }

    /** A member that takes part in recoveries of an open service gets its share at once. */
    private void activate(Transaction tx, MemberId member) {
        MemberInfo info =
                Tables.MEMBER_INFO
                        .get(tx, member)
                        .orElseThrow(
                                () -> GovException.internal("Member " + member + " has no info"));
        if (info.status() != MemberStatus.ACCEPTED) {
            return;
        }
        Tables.MEMBER_INFO.put(tx, member, info.withStatus(MemberStatus.ACTIVE));
        RecoveryRole role = info.effectiveRole(Tables.MEMBER_ENCRYPTION_KEYS.has(tx, member));
        boolean isOpen =
                Tables.SERVICE_INFO
                        .get(tx)
                        .map(service -> service.status() == ServiceStatus.OPEN)
                        .orElse(false);
        if (isOpen && role != RecoveryRole.NON_PARTICIPANT) {
            try {
                ShareIssuer.reissue(tx, node);
            } catch (ShareException e) {
                throw GovException.internal("Error issuing new recovery shares: " + e.getMessage());
            }
        }
    }

    private static MemberId signerOfPath(GovCall call) {
        MemberId member = new MemberId(call.path(MEMBER));
        if (!member.equals(call.signer())) {
            throw GovException.badRequest(
                    ErrorCode.INVALID_AUTHENTICATION_INFO,
                    "Member ID from path parameter ("
                            + member
                            + ") does not match member ID from body signature ("
                            + call.signer()
                            + ").");
        }
        return member;
    }

    private static String noRecord(MemberId member) {
        return "No ACK record exists for member " + member + ".";
    }

    private static GovResponse answer(MemberId member, String digest) {
        JsonNode body = Json.object().put("memberId", member.hex()).put("stateDigest", digest);
        return GovResponse.json(body);
    }
}
