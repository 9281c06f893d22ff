package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** The sample application, as its README promises it. */
class LoggingSampleTest {
    private static final JsCaller USER = new JsCaller.UserCert("ab", null, "PEM");

    private final JsTestBed bed =
            new JsTestBed()
                    .bundle(Path.of(System.getProperty("tallystick.root"), "samples", "logging"));

    @AfterEach
    void close() {
        bed.close();
    }

    private JsResponse send(String verb, String path, String body) {
        return bed.request(JsTestBed.request(verb, path, body, USER));
    }

    private static String message(JsResponse response) {
        return Json.parse(response.body()).get("error").get("message").stringValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/log", "/log/public"})
    void aMessageIsRecordedReadReplacedAndRemoved(String path) {
        assertEquals("true", text(send("POST", path, "{\"id\":1,\"msg\":\"héllo 😀\"}")));
        assertEquals("{\"id\":1,\"msg\":\"héllo 😀\"}", text(send("GET", path + "?id=1", "")));

        send("POST", path, "{\"id\":1,\"msg\":\"again\"}");
        assertEquals("{\"id\":1,\"msg\":\"again\"}", text(send("GET", path + "?id=1", "")));

        assertEquals("true", text(send("DELETE", path + "?id=1", "")));
        JsResponse gone = send("GET", path + "?id=1", "");
        assertEquals(404, gone.status());
        assertEquals("No message with id 1", message(gone));
        assertEquals(404, send("DELETE", path + "?id=1", "").status());
    }

    @Test
    void privateAndPublicMessagesAreApart() {
        send("POST", "/log", "{\"id\":1,\"msg\":\"private\"}");
        send("POST", "/log/public", "{\"id\":2,\"msg\":\"public\"}");

        assertEquals(404, send("GET", "/log/public?id=1", "").status());
        assertEquals(404, send("GET", "/log?id=2", "").status());
        assertEquals("{\"count\":1}", text(send("GET", "/log/public/count", "")));
        Transaction transaction = bed.store.begin();
        assertEquals(1, transaction.map("messages").size());
        assertEquals(1, transaction.map("public:messages").size());
    }

    @Test
    void aPublicMessageIsClaimed() {
        assertEquals(
                Digest.sha256("claimed".getBytes(UTF_8)),
                send("POST", "/log/public", "{\"id\":1,\"msg\":\"claimed\"}").claimsDigest());
        assertNull(send("POST", "/log", "{\"id\":1,\"msg\":\"claimed\"}").claimsDigest());
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                    | The body is not JSON
                    ``                                   | The body is not JSON
                    null                                 | 'id' is not a number from 0 to 9007199254740991
                    {"msg":"m"}                          | 'id' is not a number from 0 to 9007199254740991
                    {"id":"1","msg":"m"}                 | 'id' is not a number from 0 to 9007199254740991
                    {"id":-1,"msg":"m"}                  | 'id' is not a number from 0 to 9007199254740991
                    {"id":1.5,"msg":"m"}                 | 'id' is not a number from 0 to 9007199254740991
                    {"id":9007199254740992,"msg":"m"}    | 'id' is not a number from 0 to 9007199254740991
                    {"id":1}                             | 'msg' is not a string
                    {"id":1,"msg":5}                     | 'msg' is not a string
                    {"id":1,"msg":""}                    | 'msg' is empty
                    """,
            quoteCharacter = '`')
    void aBodyThatIsNoMessageIsRefusedAndNothingWritten(String body, String message) {
        JsResponse response = send("POST", "/log", body);

        assertEquals(400, response.status());
        assertEquals(message, message(response));
        assertEquals(0, bed.store.begin().map("messages").size());
    }

    @Test
    void theLengthOfAMessageIsBounded() {
        String longest = "x".repeat(64 * 1024);

        assertEquals(200, send("POST", "/log", "{\"id\":1,\"msg\":\"" + longest + "\"}").status());
        assertEquals(400, send("POST", "/log", "{\"id\":1,\"msg\":\"x" + longest + "\"}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?id=", "?id=x", "?id=-1", "?id=1&id=2", "?ID=1", "?id=1e3"})
    void aQueryWithoutOneGoodIdIsRefused(String query) {
        assertEquals(400, send("GET", "/log" + query, "").status());
        assertEquals(400, send("DELETE", "/log" + query, "").status());
    }

    @Test
    void onlyPublicReadsAreOpenToAnybody() {
        List<String> open =
                bed.application.endpoints(bed.store.begin()).stream()
                        .filter(
                                endpoint ->
                                        endpoint.authnPolicies()
                                                .equals(
                                                        List.of(
                                                                new JsAuthnPolicy.Named(
                                                                        "no_auth"))))
                        .map(endpoint -> endpoint.verb() + " " + endpoint.path())
                        .toList();

        assertEquals(List.of("GET /log/public", "GET /log/public/count"), open);
    }

    @Test
    void readsCannotWriteAndWritesAreForwarded() {
        for (JsEndpoint endpoint : bed.application.endpoints(bed.store.begin())) {
            boolean isRead = endpoint.verb().equals("GET");
            assertEquals(
                    isRead ? JsEndpoint.Mode.READONLY : JsEndpoint.Mode.READWRITE, endpoint.mode());
            assertEquals(
                    isRead ? JsEndpoint.Forwarding.SOMETIMES : JsEndpoint.Forwarding.ALWAYS,
                    endpoint.forwarding());
            assertTrue(endpoint.openApi() != null && endpoint.openApi().has("summary"));
        }
    }
}
