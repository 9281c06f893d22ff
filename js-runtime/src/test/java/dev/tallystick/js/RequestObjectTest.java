package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The object that handlers get (spec 04, section 5). */
class RequestObjectTest {
    private static final JsCaller.UserCert USER =
            new JsCaller.UserCert("ab12", Json.parse("{\"isAdmin\":true}"), "PEM");

    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private String answering(String expression, JsRequest request) {
        bed.handler("export function handler(request) { return { body: " + expression + " }; }");
        JsEndpoint endpoint =
                new JsEndpoint(
                        "POST",
                        "/echo/{foo}",
                        JsEndpoint.Forwarding.ALWAYS,
                        JsEndpoint.Redirection.NONE,
                        List.of(),
                        JsEndpoint.Mode.READWRITE,
                        "/test.js",
                        "handler",
                        null,
                        false,
                        null);
        return text(bed.call(endpoint, request));
    }

    @Test
    void itsPropertiesAreOrdinaryAndInOrder() {
        JsRequest request =
                new JsRequest(
                        "POST",
                        "/app/echo/a%2Fb",
                        "x=%26y&z=a+b",
                        new TreeMap<>(Map.of("host", "node:8080", "x-h", "1")),
                        Map.of("foo", "a%2Fb"),
                        new byte[] {1},
                        null);

        assertEquals(
                """
                {"headers":{"host":"node:8080","x-h":"1"},"query":"x=&y&z=a b","path":"/app/echo/a%2Fb",\
                "method":"POST","hostname":"node:8080","route":"/app/echo/{foo}",\
                "url":"/app/echo/a%2Fb?x=&y&z=a b","params":{"foo":"a%2Fb"},"body":{},"caller":null}\
                """,
                answering("JSON.stringify(request)", request));
    }

    @Test
    void theHostIsNullAndTheQueryEmptyWhereThereAreNone() {
        JsRequest request =
                new JsRequest("POST", "/p", "", new TreeMap<>(), Map.of(), new byte[0], null);

        assertEquals(
                "[null,\"\",\"/p\"]",
                answering("[request.hostname, request.query, request.url]", request));
    }

    @ParameterizedTest(name = "query {0} reads {1}")
    @CsvSource({"a=%C3%A9, a=é", "a%, a%", "a%2, a%2", "%zz, %zz", "a+b%2B, a b+"})
    void theQueryIsDecodedAsAWhole(String raw, String decoded) {
        assertEquals(decoded, answering("request.query", JsTestBed.get("/p?" + raw)));
    }

    @Test
    void theBodyCanBeReadInThreeWaysAndMoreThanOnce() {
        JsRequest request = JsTestBed.request("POST", "/p", "{\"a\":[1]}");

        assertEquals(
                "[\"{\\\"a\\\":[1]}\",{\"a\":[1]},9,true]",
                answering(
                        "[request.body.text(), request.body.json(),"
                            + " request.body.arrayBuffer().byteLength, request.body.arrayBuffer()"
                            + " !== request.body.arrayBuffer()]",
                        request));
    }

    @Test
    void aBodyThatIsNotJsonThrowsASyntaxError() {
        String attempt =
                "(() => { try { request.body.json() } catch (e) { return e instanceof SyntaxError }"
                        + " })()";

        assertEquals("true", answering(attempt, JsTestBed.request("POST", "/p", "{")));
        assertEquals("true", answering(attempt, JsTestBed.request("POST", "/p", "")));
    }

    @Test
    void bodyFunctionsTakeNoArguments() {
        assertEquals(
                "TypeError: Passed 1 arguments, but expected 0",
                answering(
                        "(() => { try { request.body.text(undefined) } catch (e) { return `${e}` }"
                                + " })()",
                        JsTestBed.get("/p")));
    }

    private String caller(JsCaller caller) {
        return answering(
                "JSON.stringify(request.caller)", JsTestBed.request("POST", "/echo/x", "", caller));
    }

    @Test
    void aCallerByCertificateHasIdDataAndCertificate() {
        assertEquals(
                "{\"policy\":\"user_cert\",\"id\":\"ab12\",\"data\":{\"isAdmin\":true},\"cert\":\"PEM\"}",
                caller(USER));
        assertEquals(
                "{\"policy\":\"member_cert\",\"id\":\"cd\",\"data\":null,\"cert\":\"PEM\"}",
                caller(new JsCaller.MemberCert("cd", null, "PEM")));
        assertEquals(
                "{\"policy\":\"any_cert\",\"cert\":\"PEM\"}", caller(new JsCaller.AnyCert("PEM")));
    }

    @Test
    void aCallerWithoutAuthenticationSaysSo() {
        assertEquals("{\"policy\":\"no_auth\"}", caller(new JsCaller.NoAuth()));
    }

    @Test
    void aTokensPartsAreObjects() {
        JsonNode header = Json.parse("{\"kid\":\"k\"}");
        JsonNode payload = Json.parse("{\"sub\":\"s\",\"n\":1}");

        assertEquals(
                "{\"policy\":\"jwt\",\"jwt\":{\"keyIssuer\":\"https://i\",\"header\":{\"kid\":\"k\"},"
                    + "\"payload\":{\"sub\":\"s\",\"n\":1}}}",
                caller(new JsCaller.Jwt("https://i", header, payload)));
    }

    @Test
    void aSignedRequestsPayloadIsABuffer() {
        JsCaller signed = new JsCaller.UserCoseSign1("payload".getBytes(UTF_8), USER);

        assertEquals(
                "[\"payload\",[\"cose\",\"policy\",\"id\",\"data\",\"cert\"]]",
                answering(
                        "[ccf.bufToStr(request.caller.cose.content), Object.keys(request.caller)]",
                        JsTestBed.request("POST", "/echo/x", "", signed)));
    }

    @Test
    void aCallerByAllOfSeveralPoliciesHasOneObjectForEach() {
        JsCaller all =
                new JsCaller.AllOf(
                        new TreeMap<>(
                                Map.of(
                                        "user_cert",
                                        USER,
                                        "user_cose_sign1",
                                        new JsCaller.UserCoseSign1("p".getBytes(UTF_8), USER),
                                        "no_auth",
                                        new JsCaller.NoAuth())));

        assertEquals(
                "[[\"no_auth\",\"user_cert\",\"user_cose_sign1\",\"policy\"],"
                        + "[\"no_auth\",\"user_cert\",\"user_cose_sign1\"],\"p\",\"ab12\"]",
                answering(
                        "[Object.keys(request.caller), request.caller.policy,"
                                + " ccf.bufToStr(request.caller.user_cose_sign1.cose.content),"
                                + " request.caller.user_cert.id]",
                        JsTestBed.request("POST", "/echo/x", "", all)));
    }
}
