package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** What becomes of a handler's result (spec 04, section 6). */
class HandlerTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private JsResponse returning(String expression) {
        return bed.handler("export function handler(request) { return " + expression + "; }")
                .call();
    }

    private static String message(JsResponse response) {
        return Json.parse(response.body()).get("error").get("message").stringValue();
    }

    @ParameterizedTest(name = "{0} is {2} of type {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    { body: { a: [1, null, 'x'] } }             | application/json         | {"a":[1,null,"x"]}
                    { body: 'text' }                            | text/plain               | text
                    { body: 'é😀' }                             | text/plain               | é😀
                    { body: null }                              | application/json         | null
                    { body: 42 }                                | application/json         | 42
                    { body: new String('s') }                   | application/json         | "s"
                    { body: () => 1 }                           | application/json         | undefined
                    { body: new DataView(new ArrayBuffer(2)) }  | application/json         | {}
                    { body: ccf.strToBuf('abc') }               | application/octet-stream | abc
                    { body: new Uint8Array(ccf.strToBuf('abcdefgh'), 2, 3) } | application/octet-stream | cde
                    { body: new Uint16Array(ccf.strToBuf('abcdefgh').slice(0), 2, 2) } | application/octet-stream | cdef
                    """)
    void aBodyOfAnyKindBecomesBytesAndAContentType(
            String expression, String contentType, String body) {
        JsResponse response = returning(expression);

        assertEquals(200, response.status(), () -> text(response));
        assertEquals(contentType, response.headers().get("content-type"));
        assertEquals(body, text(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{ body: undefined }", "[]", "() => 1", "{ headers: 5 }"})
    void aResultWithoutBodyIsEmptyAndHasNoContentType(String expression) {
        JsResponse response = returning(expression);

        assertEquals(200, response.status());
        assertArrayEquals(new byte[0], response.body());
        assertEquals(Map.of(), response.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "'text'", "5", "true", "10n"})
    void aResultThatIsNoObjectIsAnError(String expression) {
        JsResponse response = returning(expression);

        assertEquals(500, response.status());
        assertEquals("Invalid endpoint function return value (not an object).", message(response));
        assertEquals("application/json", response.headers().get("content-type"));
    }

    @ParameterizedTest
    @CsvSource({"null, 200", "undefined, 200", "204, 204", "404, 404", "-0, 0", "99999, 99999"})
    void theStatusIsAnyIntegerAndTwoHundredByDefault(String status, int expected) {
        assertEquals(expected, returning("{ statusCode: " + status + " }").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"200n", "'200'", "200.5", "NaN", "{}", "2147483648", "true"})
    void aStatusThatIsNoIntegerIsAnError(String status) {
        JsResponse response = returning("{ statusCode: " + status + ", headers: {'X-A': 1} }");

        assertEquals(500, response.status());
        assertEquals(
                "Invalid endpoint function return value (status code type).", message(response));
        assertEquals("1", response.headers().get("x-a"), "headers set so far stay");
    }

    @Test
    void headersOverrideTheContentTypeWhateverTheirCase() {
        JsResponse response =
                returning("{ body: 'x', headers: { 'Content-Type': 'text/html', N: 5 } }");

        assertEquals("{content-type=text/html, n=5}", response.headers().toString());
    }

    @Test
    void aHeaderThatHasNoTextIsAnError() {
        JsResponse response = returning("{ headers: { a: 1, b: Symbol() } }");

        assertEquals(500, response.status());
        assertEquals(
                "Invalid endpoint function return value (header value type).", message(response));
        assertEquals("1", response.headers().get("a"));
    }

    @Test
    void aBodyThatHasNoJsonIsAnErrorWithDetailsOnRequest() {
        String cycle = "(() => { const a = {}; a.a = a; return { body: a }; })()";

        assertEquals(
                "Invalid endpoint function return value (error during JSON conversion of body).",
                message(returning(cycle)));

        bed.options("{\"return_exception_details\": true}");
        JsonNode error = Json.parse(returning(cycle).body()).get("error");
        assertEquals(
                "Invalid endpoint function return value (error during JSON conversion of body)",
                error.get("message").stringValue());
        String reason = error.get("details").get(0).get("message").stringValue();
        assertTrue(reason.startsWith("TypeError: "), reason);
    }

    @ParameterizedTest
    @CsvSource({
        "200, , true",
        "299, , true",
        "300, , false",
        "404, , false",
        "404, true, true",
        "200, false, false"
    })
    void writesApplyWithTheStatusUnlessTheScriptSaysOtherwise(
            int status, String choice, boolean expected) {
        String set = choice == null ? "" : "ccf.rpc.setApplyWrites(" + choice + ");";
        bed.handler(
                        """
                        export function handler() {
                            ccf.kv['public:t'].set(ccf.strToBuf('k'), ccf.strToBuf('v'));
                            %s
                            return { statusCode: %d };
                        }
                        """
                                .formatted(set, status))
                .call();

        assertEquals(expected ? "v" : null, bed.value("public:t", "k"));
    }

    @Test
    void anExplicitChoiceToApplyWritesSurvivesAnException() {
        JsResponse response =
                bed.handler(
                                """
                                export function handler() {
                                    ccf.kv['public:t'].set(ccf.strToBuf('k'), ccf.strToBuf('v'));
                                    ccf.rpc.setApplyWrites(true);
                                    throw new Error('after');
                                }
                                """)
                        .call();

        assertEquals(500, response.status());
        assertEquals("v", bed.value("public:t", "k"));
    }

    @Test
    void theClaimsDigestIsHandedOut() {
        JsResponse response =
                returning(
                        "{ body: ccf.rpc.setClaimsDigest(ccf.crypto.digest('SHA-256',"
                                + " ccf.strToBuf('claim'))) }");

        assertEquals(Digest.sha256("claim".getBytes(UTF_8)), response.claimsDigest());
    }

    @Test
    void aClaimsDigestOfAnotherSizeIsRefused() {
        JsResponse response =
                bed.options("{\"return_exception_details\": true}")
                        .handler(
                                "export function handler() {"
                                        + " ccf.rpc.setClaimsDigest(new ArrayBuffer(31)); }")
                        .call();

        assertNull(response.claimsDigest());
        JsonNode detail = Json.parse(response.body()).get("error").get("details").get(0);
        assertNotNull(detail);
        assertTrue(detail.get("message").stringValue().startsWith("TypeError: "), detail::toString);
    }
}
