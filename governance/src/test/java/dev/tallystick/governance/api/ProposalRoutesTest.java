package dev.tallystick.governance.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.List;

/** What members may do with proposals, and every refusal (spec 03, 3.3 and section 4). */
class ProposalRoutesTest {
    private static final TestMember ALICE = TestMember.withoutShare("alice");
    private static final TestMember BOB = TestMember.withoutShare("bob");
    private static final TestMember CAROL = TestMember.withoutShare("carol");
    private static final String NOTHING = "{\"actions\":[]}";
    private static final ProposalId UNKNOWN = new ProposalId("ab".repeat(32));

    private GovernedService service;

    @BeforeEach
    void startAService() {
        service =
                GovernedService.start(
                        ConstitutionFiles.standard().text(), List.of(ALICE, BOB, CAROL));
        service.activateAll();
    }

    @AfterEach
    void stopIt() {
        service.close();
    }

    @Test
    void aProposalIsOpenUntilMoreThanHalfOfTheMembersAreForIt() {
        ProposalId id = propose(ALICE);
        assertAnswer(200, vote(ALICE, id, TestMember.FOR), "\"proposalState\":\"Open\"");
        assertAnswer(200, vote(BOB, id, TestMember.AGAINST), "\"ballotCount\":2");
        GovResponse last = vote(CAROL, id, TestMember.FOR);

        JsonNode body = Json.parse(last.body());
        assertEquals("Accepted", body.path("proposalState").stringValue());
        assertTrue(body.path("finalVotes").path(ALICE.id().hex()).booleanValue());
        assertFalse(body.path("finalVotes").path(BOB.id().hex()).booleanValue());
        assertEquals(0, body.path("voteFailures").size());
        assertEquals(last.text(), service.get("/members/proposals/" + id).text());
    }

    @Test
    void theActionsComeBackAsTheyWereSigned() {
        String payload = "{ \"actions\" : [ ] }";
        ProposalId id = GovernedService.idOf(service.propose(ALICE, payload));

        GovResponse actions = service.get("/members/proposals/" + id + "/actions");

        assertEquals(payload, actions.text());
        assertFalse(actions.headers().containsKey("content-type"));
    }

    @Test
    void aBallotComesBackAsJavaScript() {
        ProposalId id = propose(ALICE);
        vote(BOB, id, TestMember.AGAINST);
        String path = "/members/proposals/" + id + "/ballots/";

        GovResponse ballot = service.get(path + BOB.id().hex());

        assertEquals(TestMember.AGAINST, ballot.text());
        assertEquals("text/javascript", ballot.headers().get("content-type"));
        assertError(
                404,
                "VoteNotFound",
                "Member " + ALICE.id() + " has not voted for proposal " + id + ".",
                service.get(path + ALICE.id().hex()));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertError(
                404,
                "ProposalNotFound",
                "Could not find proposal " + UNKNOWN + ".",
                service.get("/members/proposals/" + UNKNOWN));
        assertError(
                404,
                "ProposalNotFound",
                "Could not find proposal " + UNKNOWN + ".",
                service.get("/members/proposals/" + UNKNOWN + "/actions"));
        assertError(
                404,
                "ProposalNotFound",
                "Proposal " + UNKNOWN + " does not exist.",
                service.get("/members/proposals/" + UNKNOWN + "/ballots/" + ALICE.id().hex()));
        assertError(
                404,
                "ProposalNotFound",
                "Could not find proposal " + UNKNOWN + ".",
                vote(ALICE, UNKNOWN, TestMember.FOR));
        assertError(
                400,
                "InvalidResourceName",
                "'x' is not a valid hex-encoded proposal ID",
                service.get("/members/proposals/x"));
    }

    @Test
    void textThatIsNoJsonFailsToValidate() {
        GovResponse response = service.propose(ALICE, "no JSON");
        assertEquals(500, response.status());
        assertTrue(
                message(response).startsWith("Failed to execute validation: SyntaxError:"),
                response.text());
    }

    @Test
    void everyWrongActionIsNamed() {
        String payload =
                "{\"actions\":[{\"name\":\"no_such\"},{\"name\":\"remove_user\",\"args\":{\"user_id\":\"1\"}}]}";
        GovResponse response = service.propose(ALICE, payload);
        assertEquals(400, response.status());
        assertTrue(
                message(response)
                        .startsWith(
                                "Proposal failed to validate: no_such: no such action, remove_user"
                                    + " at position 1 failed validation: TypeError: user_id must be"
                                    + " 64 hex digits\n"),
                response.text());
    }

    @Test
    void theSameEnvelopeIsNoSecondProposal() {
        byte[] envelope = ALICE.sign("proposal", service.tick(), null, NOTHING);
        GovResponse first = service.post("/members/proposals:create", envelope);
        assertError(
                400,
                "ProposalReplay",
                "Proposal submission replay, already exists as proposal "
                        + GovernedService.idOf(first),
                service.post("/members/proposals:create", envelope));
    }

    @Test
    void aProposalFromTheFarFutureIsRefused() {
        byte[] envelope = ALICE.sign("proposal", 10_000_000_000L, null, NOTHING);
        assertError(
                400,
                "InvalidCreatedAt",
                "Header parameter created_at value is too large",
                service.post("/members/proposals:create", envelope));
    }

    @Test
    void theSameBallotAgainChangesNothing() {
        ProposalId id = propose(ALICE);
        GovResponse first = vote(BOB, id, TestMember.FOR);
        long seqno = service.begin().readSeqno();

        assertEquals(first.text(), vote(BOB, id, TestMember.FOR).text());
        assertEquals(seqno, service.begin().readSeqno());
    }

    @Test
    void aMemberCannotChangeItsBallot() {
        ProposalId id = propose(ALICE);
        vote(BOB, id, TestMember.FOR);
        assertError(
                400,
                "VoteAlreadyExists",
                "Different ballot already submitted by " + BOB.id() + " for " + id + ".",
                vote(BOB, id, TestMember.AGAINST));
    }

    @Test
    void aBallotThatThrowsIsNoVoteAndIsExplainedInTheEnd() {
        ProposalId id = propose(ALICE);
        String throwing = "export function vote() { throw new Error('no idea'); }";
        assertAnswer(200, vote(ALICE, id, throwing), "\"ballotCount\":1");
        vote(BOB, id, TestMember.FOR);
        JsonNode body = Json.parse(vote(CAROL, id, TestMember.FOR).body());

        assertEquals("Accepted", body.path("proposalState").stringValue());
        JsonNode failure = body.path("voteFailures").path(ALICE.id().hex());
        assertEquals("Error: no idea", failure.path("reason").stringValue());
        assertEquals(2, body.path("finalVotes").size());
    }

    @Test
    void aBallotThatWritesIsNoVote() {
        ProposalId id = propose(ALICE);
        vote(
                ALICE,
                id,
                "export function vote() {"
                        + " ccf.kv['public:ccf.gov.members.info'].set(new ArrayBuffer(1), new"
                        + " ArrayBuffer(1)); return true; }");
        vote(BOB, id, TestMember.FOR);
        JsonNode body = Json.parse(vote(CAROL, id, TestMember.FOR).body());

        String reason =
                body.path("voteFailures").path(ALICE.id().hex()).path("reason").stringValue();
        assertTrue(
                reason.startsWith(
                        "TypeError: Cannot call \"set\" on table named public:ccf.gov.members.info."
                            + " This table is read-only in current (read-only governance) execution"
                            + " context."),
                reason);
    }

    @Test
    void aBallotThatIsNoProgramIsRefused() {
        ProposalId id = propose(ALICE);
        assertRefusedBallot("not JavaScript", id, "Failed to compile");
        assertRefusedBallot("export const x = 1;", id, "Failed to find export 'vote'");
        assertRefusedBallot("export const vote = 1;", id, "is not a function");
        assertAnswer(200, service.get("/members/proposals/" + id), "\"ballotCount\":0");
    }

    @Test
    void aPromiseCountsAsYes() {
        ProposalId id = propose(ALICE);
        String promise = "export async function vote() { return false; }";
        vote(ALICE, id, promise);
        assertAnswer(200, vote(BOB, id, promise), "\"proposalState\":\"Accepted\"");
    }

    @Test
    void theSignedIdsMustBeThoseOfThePath() {
        ProposalId id = propose(ALICE);
        String path = "/members/proposals/" + id;
        byte[] about = ALICE.sign("ballot", 1, UNKNOWN, TestMember.ballotPayload(TestMember.FOR));
        assertError(
                400,
                "InvalidResourceName",
                "Authenticated proposal id does not match URL",
                service.post(path + "/ballots/" + ALICE.id().hex() + ":submit", about));
        byte[] ofAlice = ALICE.sign("ballot", 1, id, TestMember.ballotPayload(TestMember.FOR));
        assertError(
                400,
                "InvalidResourceName",
                "Authenticated member id does not match URL",
                service.post(path + "/ballots/" + BOB.id().hex() + ":submit", ofAlice));
        assertError(
                400,
                "InvalidResourceName",
                "Authenticated proposal id does not match URL",
                service.post(path + ":withdraw", ALICE.sign("withdrawal", 1, null, "")));
    }

    @Test
    void aBallotMustBeInItsPayload() {
        ProposalId id = propose(ALICE);
        String path = "/members/proposals/" + id + "/ballots/" + ALICE.id().hex() + ":submit";
        assertAnswer(400, service.post(path, ALICE.sign("ballot", 1, id, "x")), "\"InvalidInput\"");
        assertError(
                400,
                "InvalidInput",
                "Signed request body is not a JSON object containing required string field"
                        + " \"ballot\"",
                service.post(path, ALICE.sign("ballot", 1, id, "{\"ballot\":1}")));
    }

    @Test
    void onlyTheProposerWithdraws() {
        ProposalId id = propose(ALICE);
        assertError(
                403,
                "AuthorizationFailed",
                "Proposal "
                        + id
                        + " can only be withdrawn by proposer "
                        + ALICE.id()
                        + ", not caller "
                        + BOB.id()
                        + ".",
                withdraw(BOB, id));
        assertAnswer(200, withdraw(ALICE, id), "\"proposalState\":\"Withdrawn\"");
        long seqno = service.begin().readSeqno();
        assertAnswer(200, withdraw(ALICE, id), "\"proposalState\":\"Withdrawn\"");
        assertEquals(seqno, service.begin().readSeqno());
        assertError(
                400,
                "ProposalNotOpen",
                "Proposal "
                        + id
                        + " is currently in state withdrawn - only open proposals can receive"
                        + " votes",
                vote(BOB, id, TestMember.FOR));
    }

    @Test
    void withdrawingWhatIsUnknownIsNothing() {
        GovResponse response = withdraw(ALICE, UNKNOWN);
        assertEquals(204, response.status());
        assertEquals(0, response.body().length());
    }

    @Test
    void anAcceptedProposalCannotBeWithdrawn() {
        ProposalId id = propose(ALICE);
        vote(ALICE, id, TestMember.FOR);
        vote(BOB, id, TestMember.FOR);
        assertError(
                400,
                "ProposalNotOpen",
                "Proposal " + id + " is currently in state accepted and cannot be withdrawn.",
                withdraw(ALICE, id));
    }

    @Test
    void aFinishedProposalIsForgottenWhenTheNextOneFinishes() {
        ProposalId first = propose(ALICE);
        ProposalId open = propose(BOB);
        withdraw(ALICE, first);
        assertAnswer(200, service.get("/members/proposals/" + first), "Withdrawn");

        ProposalId second = propose(ALICE);
        withdraw(ALICE, second);

        assertEquals(404, service.get("/members/proposals/" + first).status());
        JsonNode list = Json.parse(service.get("/members/proposals").body()).path("value");
        assertEquals(2, list.size());
        assertAnswer(200, service.get("/members/proposals/" + open), "Open");
    }

    @Test
    void aNewConstitutionDropsTheOtherOpenProposals() {
        ProposalId other = propose(BOB);
        service.enact(
                "set_constitution",
                Json.object().put("constitution", ConstitutionFiles.sandbox().text()));

        assertAnswer(200, service.get("/members/proposals/" + other), "Dropped");
        assertAnswer(200, service.propose(ALICE, NOTHING), "\"proposalState\":\"Accepted\"");
    }

    @Test
    void whatFailsLeavesNoTrace() {
        ProposalId id =
                GovernedService.idOf(
                        service.propose(
                                ALICE,
                                "set_member_data",
                                Json.parse(
                                        "{\"member_id\":\"%s\",\"member_data\":{}}"
                                                .formatted("ab".repeat(32)))));
        vote(ALICE, id, TestMember.FOR);
        GovResponse last = vote(BOB, id, TestMember.FOR);

        assertEquals(500, last.status());
        assertTrue(
                message(last)
                        .startsWith(
                                "Failed to apply(): Error: Member %s does not exist\nTrace: "
                                        .formatted("ab".repeat(32))),
                last.text());
        assertAnswer(200, service.get("/members/proposals/" + id), "\"ballotCount\":1");
        assertEquals("Open", GovernedService.stateOf(service.get("/members/proposals/" + id)));
    }

    @Test
    void everyDecisionLeavesItsEnvelope() {
        ProposalId id = propose(ALICE);
        byte[] ballot = BOB.sign("ballot", 1, id, TestMember.ballotPayload(TestMember.FOR));
        service.post("/members/proposals/" + id + "/ballots/" + BOB.id().hex() + ":submit", ballot);
        assertEquals(
                Base64.getEncoder().encodeToString(ballot),
                Tables.COSE_HISTORY.get(service.begin(), BOB.id()).orElseThrow());
    }

    private ProposalId propose(TestMember proposer) {
        GovResponse response = service.propose(proposer, NOTHING);
        assertEquals(200, response.status(), response.text());
        return GovernedService.idOf(response);
    }

    private GovResponse vote(TestMember voter, ProposalId id, String ballot) {
        return service.vote(voter, id, ballot);
    }

    private GovResponse withdraw(TestMember member, ProposalId id) {
        return service.post(
                "/members/proposals/" + id + ":withdraw",
                member.sign("withdrawal", service.tick(), id, ""));
    }

    private void assertRefusedBallot(String ballot, ProposalId id, String why) {
        GovResponse response = vote(BOB, id, ballot);
        assertEquals(500, response.status());
        assertTrue(message(response).contains(why), response.text());
    }

    private static void assertAnswer(int status, GovResponse response, String part) {
        assertEquals(status, response.status(), response.text());
        assertTrue(response.text().contains(part), response.text());
    }

    private static void assertError(int status, String code, String message, GovResponse response) {
        assertEquals(status, response.status(), response.text());
        assertEquals(GovResponse.errorBody(code, message), Json.parse(response.body()));
    }

    private static String message(GovResponse response) {
        return Json.parse(response.body()).path("error").path("message").stringValue();
    }
}
