package dev.tallystick.governance.proposals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.api.GovResponse;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Other people's constitutions, good and bad (spec 03, 4.3 to 4.5). */
class ConstitutionFailuresTest {
    private static final TestMember ALICE = TestMember.withoutShare("alice");
    private static final String VALID = "export function validate(input) { return {valid: true}; }";
    private static final String ACCEPT =
            "export function resolve(p, by, votes) { return 'Accepted'; }";
    private static final String APPLY = "export function apply(proposal, id) {}";

    @Test
    void validateMustReturnAnObject() {
        assertInternal(
                "Validation failed to return an object",
                propose("export function validate(input) { return true; }", ACCEPT, APPLY));
    }

    @Test
    void anInvalidProposalNeedsNoDescription() {
        GovResponse response =
                propose("export function validate(i) { return {valid: 0}; }", ACCEPT, APPLY);
        assertEquals(400, response.status());
        assertEquals("Proposal failed to validate: ", message(response));
    }

    @Test
    void validateMayThrow() {
        GovResponse response =
                propose(
                        "export function validate(input) { throw new Error('no'); }",
                        ACCEPT,
                        APPLY);
        assertEquals(500, response.status());
        assertTrue(
                message(response).startsWith("Failed to execute validation: Error: no     at"),
                response.text());
    }

    @Test
    void resolveMustNameAState() {
        assertInternal(
                "resolve() returned invalid status value: \"Banana\"\nTrace: N/A",
                propose(VALID, "export function resolve(p, b, v) { return 'Banana'; }", APPLY));
    }

    @Test
    void resolveMayThrow() {
        GovResponse response =
                propose(VALID, "export function resolve(p, b, v) { throw {a: 1}; }", APPLY);
        assertInternal("Failed to resolve(): {\"a\":1}\nTrace: N/A", response);
    }

    @Test
    void resolveMayReject() {
        GovResponse response =
                propose(VALID, "export function resolve(p, b, v) { return 'Rejected'; }", APPLY);
        assertEquals("Rejected", GovernedService.stateOf(response));
        assertEquals(0, Json.parse(response.body()).path("finalVotes").size());
    }

    @Test
    void applyMayThrow() {
        GovResponse response =
                propose(
                        VALID,
                        ACCEPT,
                        "export function apply(p, id) { throw new Error('Error message'); }");
        assertEquals(500, response.status());
        assertEquals(
                "Failed to apply(): Error: Error message",
                message(response).lines().findFirst().orElseThrow());
    }

    @Test
    void everyFunctionMustBeExported() {
        assertInternal(
                "Failed to find export 'apply' in module 'public:ccf.gov.constitution[0]'",
                propose(VALID, ACCEPT, ""));
    }

    @Test
    void aConstitutionThatIsNoProgramStopsEverything() {
        GovResponse response = propose(VALID, ACCEPT, "}");
        assertEquals(500, response.status());
        assertTrue(
                message(response).startsWith("Failed to compile public:ccf.gov.constitution[0]"),
                response.text());
    }

    @Test
    void scriptsSeeTheTextTheProposerAndTheId() {
        String resolve =
                "export function resolve(p, by, votes, id) { return p === '{}' && by.length === 64"
                        + " && id.length === 64 && votes.length === 0 ? 'Accepted' : 'Rejected'; }";
        assertEquals("Accepted", GovernedService.stateOf(propose(VALID, resolve, APPLY)));
    }

    @Test
    void applyWritesGovernanceTables() {
        String apply =
                "export function apply(p, id) {"
                        + " ccf.kv['public:ccf.gov.modules'].set(ccf.strToBuf('/x'),"
                        + " ccf.strToBuf(id)); }";
        try (GovernedService service = start(VALID, ACCEPT, apply)) {
            GovResponse response = service.propose(ALICE, "{}");
            assertEquals(
                    GovernedService.idOf(response).hex(),
                    service.get("/service/javascript-modules/%2Fx").text());
        }
    }

    private static GovernedService start(String... parts) {
        GovernedService service = GovernedService.start(String.join("\n", parts), List.of(ALICE));
        service.activateAll();
        return service;
    }

    private static GovResponse propose(String... parts) {
        try (GovernedService service = start(parts)) {
            return service.propose(ALICE, "{}");
        }
    }

    private static void assertInternal(String message, GovResponse response) {
        assertEquals(500, response.status());
        assertEquals(message, message(response));
    }

    private static String message(GovResponse response) {
        return Json.parse(response.body()).path("error").path("message").stringValue();
    }
}
