package dev.tallystick.node.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.node.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.TreeMap;

/** Governance behind the dispatcher (spec 02, 8.5; spec 03, 3.1). */
class GovEndpointsTest {
    private final TestNode node = new TestNode();

    @BeforeEach
    void create() {
        node.create(ServiceStatus.OPEN);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theVersionIsRequired() {
        assertEquals(
                "400 {\"error\":{\"code\":\"MissingApiVersionParameter\",\"message\":\"The"
                    + " api-version query parameter (?api-version=) is required for all requests."
                    + " The supported api-versions are: 2023-06-01-preview, 2024-07-01\"}}",
                node.get("/gov/service/info"));
        HttpResponse answer = node.ask("GET", "/gov/service/info?api-version=2024%2D07-01");
        assertEquals(200, answer.status());
        assertEquals("2.1", TestNode.id(answer));
    }

    @Test
    void anUnsignedProposalIs401BeforeTheVersionIsLookedAt() {
        HttpResponse answer = node.ask("POST", "/gov/members/proposals:create");

        assertEquals(
                "401 {\"error\":{\"code\":\"InvalidAuthenticationInfo\",\"details\":[{\"auth_policy\":\"active_member_cose_sign1\",\"code\":\"InvalidAuthenticationInfo\",\"message\":\"Missing"
                    + " content-type header\"}],\"message\":\"Invalid authentication"
                    + " credentials.\"}}",
                answer.status() + " " + answer.body().utf8());
        assertEquals(
                "COSE-SIGN1 realm=\"Signed request access\"",
                answer.headers().get("www-authenticate"));
    }

    @Test
    void aMalformedEnvelopeIs500() {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/cose");

        HttpResponse answer =
                node.ask("POST", "/gov/members/proposals:create", headers, Bytes.utf8("x"));

        assertEquals(
                "500 {\"error\":{\"code\":\"InternalError\",\"message\":\"Failed to parse"
                        + " COSE_Sign1 outer array\"}}",
                answer.status() + " " + answer.body().utf8());
    }

    @Test
    void unknownPathsAndVerbsAreNamedWithoutThePrefix() {
        assertEquals(
                "404 {\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"Unknown path:"
                        + " /proposals.\"}}",
                node.get("/gov/proposals"));
        HttpResponse answer = node.ask("PUT", "/gov/service/info");
        assertEquals(
                "405 {\"error\":{\"code\":\"UnsupportedHttpVerb\",\"message\":\"Allowed methods for"
                        + " '/service/info' are: OPTIONS, GET.\"}}",
                answer.status() + " " + answer.body().utf8());
    }

    @Test
    void theCommittedTransactionIsToldWithoutAnId() {
        HttpResponse answer =
                node.ask("GET", "/gov/service/transactions/commit?api-version=2024-07-01");

        assertEquals("{\"status\":\"Committed\",\"transactionId\":\"2.2\"}", answer.body().utf8());
        assertEquals("none", TestNode.id(answer));
    }
}
