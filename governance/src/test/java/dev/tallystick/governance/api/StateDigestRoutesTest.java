package dev.tallystick.governance.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** How members acknowledge (spec 03, 3.4 and 3.5). */
class StateDigestRoutesTest {
    private static final TestMember ALICE = TestMember.withoutShare("alice");
    private static final TestMember STRANGER = TestMember.withoutShare("stranger");

    private GovernedService service;

    @BeforeEach
    void startAService() {
        service = GovernedService.start(ConstitutionFiles.standard().text(), List.of(ALICE));
    }

    @AfterEach
    void stopIt() {
        service.close();
    }

    @Test
    void aMemberIsActiveOnceItHasAcknowledgedTheLastSignedRoot() {
        service.activate(ALICE);

        var tx = service.begin();
        String root = Tables.SIGNATURES.get(tx).orElseThrow().path("root").stringValue();
        var ack = Tables.MEMBER_ACKS.get(tx, ALICE.id()).orElseThrow();
        assertEquals(root, ack.stateDigest());
        assertEquals(
                MemberStatus.ACTIVE, Tables.MEMBER_INFO.get(tx, ALICE.id()).orElseThrow().status());
        assertEquals(
                "{\"memberId\":\"%s\",\"stateDigest\":\"%s\"}".formatted(ALICE.id().hex(), root),
                service.get(path(ALICE.id())).text());
    }

    @Test
    void theEnvelopeOfTheAcknowledgementIsKept() {
        byte[] ack = ALICE.sign("ack", 1, null, "{\"stateDigest\":\"\"}");
        assertEquals(204, service.post(path(ALICE.id()) + ":ack", ack).status());

        var row = Tables.MEMBER_ACKS.get(service.begin(), ALICE.id()).orElseThrow();
        assertEquals(Bytes.copyOf(ack), row.signedRequest());
    }

    @Test
    void anUpdateKeepsTheEarlierEnvelope() {
        byte[] ack = ALICE.sign("ack", 1, null, "{\"stateDigest\":\"\"}");
        service.post(path(ALICE.id()) + ":ack", ack);
        service.post(path(ALICE.id()) + ":update", ALICE.sign("state_digest", 2, null, ""));

        var row = Tables.MEMBER_ACKS.get(service.begin(), ALICE.id()).orElseThrow();
        assertEquals(Bytes.copyOf(ack), row.signedRequest());
    }

    @Test
    void anotherDigestIsRefused() {
        byte[] ack = ALICE.sign("ack", 1, null, "{\"stateDigest\":\"ab\"}");
        GovResponse response = service.post(path(ALICE.id()) + ":ack", ack);

        assertError(
                400,
                "StateDigestMismatch",
                "Submitted state digest is not valid.\nExpected\n \nReceived\n ab",
                response);
        assertNull(
                Tables.MEMBER_ACKS.get(service.begin(), ALICE.id()).orElseThrow().signedRequest());
    }

    @Test
    void nobodyAcknowledgesForAnother() {
        MemberId other = STRANGER.id();
        assertError(
                400,
                "InvalidAuthenticationInfo",
                "Member ID from path parameter ("
                        + other
                        + ") does not match member ID from body signature ("
                        + ALICE.id()
                        + ").",
                service.post(
                        path(other) + ":ack",
                        ALICE.sign("ack", 1, null, "{\"stateDigest\":\"\"}")));
    }

    @Test
    void whoIsUnknownHasNoDigest() {
        assertError(
                404,
                "ResourceNotFound",
                "No ACK record exists for member " + STRANGER.id() + ".",
                service.get(path(STRANGER.id())));
    }

    @Test
    void strangersAreNotAuthenticated() {
        GovResponse response =
                service.post(
                        path(STRANGER.id()) + ":update",
                        STRANGER.sign("state_digest", 1, null, ""));
        assertEquals(401, response.status());
        assertEquals(
                "{\"error\":{\"code\":\"InvalidAuthenticationInfo\",\"details\":[{\"auth_policy\":"
                    + "\"member_cose_sign1\",\"code\":\"InvalidAuthenticationInfo\",\"message\":\"Signer"
                    + " is not a known member\"}],\"message\":\"Invalid authentication"
                    + " credentials.\"}}",
                response.text());
        assertEquals(
                "COSE-SIGN1 realm=\"Signed request access\"",
                response.headers().get("www-authenticate"));
    }

    @Test
    void garbageIsAnInternalErrorAsInCcf() {
        GovResponse response = service.post(path(ALICE.id()) + ":ack", new byte[] {1});
        assertError(500, "InternalError", "Failed to parse COSE_Sign1 outer array", response);
    }

    @Test
    void noShareIsKnownBeforeAnyWasIssued() {
        assertError(
                500,
                "InternalError",
                "Failed to retrieve current recovery shares info",
                service.get("/recovery/encrypted-shares/" + ALICE.id().hex()));
    }

    private static String path(MemberId member) {
        return "/members/state-digests/" + member.hex();
    }

    private static void assertError(int status, String code, String message, GovResponse response) {
        assertEquals(status, response.status(), response.text());
        assertEquals(GovResponse.errorBody(code, message), Json.parse(response.body()));
    }
}
