package dev.tallystick.governance.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Refusals and small answers of the reads (spec 03, 3.1, 3.6 and 3.7). */
class ServiceRoutesTest {
    private static final TestMember ALICE = TestMember.withoutShare("alice");
    private static final String UNKNOWN = "ab".repeat(32);
    private static final String PREVIEW = "2023-06-01-preview";

    private static GovernedService service;

    @BeforeAll
    static void startAService() {
        service = GovernedService.start(ConstitutionFiles.standard().text(), List.of(ALICE));
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @Test
    void theVersionMustBeNamed() {
        assertError(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests. The"
                        + " supported api-versions are: 2023-06-01-preview, 2024-07-01",
                service.get("/service/info", Map.of()));
    }

    @Test
    void theVersionMustBeKnown() {
        assertError(
                400,
                "UnsupportedApiVersionValue",
                "Unsupported api-version '2020-01-01'. The supported api-versions are:"
                        + " 2023-06-01-preview, 2024-07-01",
                service.get("/service/info", Map.of("api-version", "2020-01-01")));
        assertError(
                400,
                "UnsupportedApiVersionValue",
                "Unsupported api-version '2023-06-01-preview'. The supported api-versions are:"
                        + " 2024-07-01",
                service.get("/service/javascript-app", Map.of("api-version", PREVIEW)));
        assertEquals(200, service.get("/service/info", Map.of("api-version", PREVIEW)).status());
    }

    @Test
    void aWrongSignatureIsToldBeforeAWrongVersion() {
        GovResponse response =
                service.call(
                        "POST",
                        "/members/proposals:create",
                        Map.of(),
                        "application/cose",
                        Bytes.copyOf(ALICE.sign("proposal", 1, null, "{}")));
        assertEquals(401, response.status());
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String notFound = "ResourceNotFound";
        assertError(
                404,
                notFound,
                "Member m[" + UNKNOWN + "] does not exist.",
                service.get("/service/members/" + UNKNOWN));
        assertError(
                404,
                notFound,
                "User u[" + UNKNOWN + "] does not exist.",
                service.get("/service/users/" + UNKNOWN));
        assertError(
                404,
                notFound,
                "Node n[" + UNKNOWN + "] does not exist.",
                service.get("/service/nodes/" + UNKNOWN));
        assertError(
                404,
                notFound,
                "Module /a/b.js does not exist.",
                service.get("/service/javascript-modules/%2Fa%2Fb.js"));
    }

    @Test
    void anIdMustBeHex() {
        assertError(
                400,
                "InvalidResourceName",
                "'x' is not a valid hex-encoded member ID",
                service.get("/service/members/x"));
        assertEquals(
                404,
                service.get("/service/members/" + ALICE.id().hex().toUpperCase(Locale.ROOT))
                        .status());
    }

    @Test
    void onlyOneCaseCanBeAskedFor() {
        assertError(
                400,
                "InvalidQueryParameterValue",
                "Accepted values for the 'case' query parameter are: original",
                service.get(
                        "/service/javascript-app",
                        Map.of("api-version", "2024-07-01", "case", "camel")));
    }

    @Test
    void transactionsAreKnownByTheirIds() {
        GovResponse known = service.get("/service/transactions/2.1");
        assertEquals("{\"status\":\"Committed\",\"transactionId\":\"2.1\"}", known.text());
        assertFalse(known.hasTransactionId());
        assertEquals(
                "{\"status\":\"Unknown\",\"transactionId\":\"7.7\"}",
                service.get("/service/transactions/7.7").text());
        assertEquals(
                "{\"status\":\"Committed\",\"transactionId\":\"2.2\"}",
                service.get("/service/transactions/commit").text());
        assertError(
                400,
                "InvalidQueryParameterValue",
                "The value 'x' passed as parameter 'transactionId' could not be converted to a"
                        + " valid Transaction ID.",
                service.get("/service/transactions/x"));
    }

    private static void assertError(int status, String code, String message, GovResponse response) {
        assertEquals(status, response.status(), response.text());
        assertEquals(GovResponse.errorBody(code, message), Json.parse(response.body()));
    }
}
