package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

/** What clients learn of exceptions (spec 04, 6.3). */
class ErrorTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private JsonNode error(String source) {
        JsResponse response = bed.handler(source).call();
        assertEquals(500, response.status());
        JsonNode error = Json.parse(response.body()).get("error");
        assertEquals("InternalError", error.get("code").stringValue());
        return error;
    }

    @Test
    void detailsAreKeptBackByDefault() {
        JsonNode error = error("export function handler() { throw new Error('secret'); }");

        assertEquals("Exception thrown while executing.", error.get("message").stringValue());
        assertNull(error.get("details"));
    }

    @Test
    void detailsHaveReasonAndTraceWhenAskedFor() {
        bed.options("{\"return_exception_details\": true}");

        JsonNode error =
                error(
                        """
                        function nested(arg) {
                            throw new Error("test error: " + arg);
                        }
                        export function handler() {
                            nested(42);
                        }
                        """);

        assertEquals("Exception thrown while executing.", error.get("message").stringValue());
        JsonNode detail = error.get("details").get(0);
        assertEquals("JSException", detail.get("code").stringValue());
        assertEquals("Error: test error: 42", detail.get("message").stringValue());
        assertEquals(
                "    at nested (/test.js:2)\n    at handler (/test.js:5)\n",
                detail.get("trace").stringValue());
    }

    @Test
    void anonymousFunctionsHaveANameInTracesAndBuiltInOnesAreLeftOut() {
        bed.options("{\"return_exception_details\": true}");

        String trace =
                error("export function handler() { [1].map(() => { throw new Error('x'); }); }")
                        .get("details")
                        .get(0)
                        .get("trace")
                        .stringValue();

        assertEquals("    at <anonymous> (/test.js:1)\n    at handler (/test.js:1)\n", trace);
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    { a: [1] }                              | {"a":[1]}
                    `just text`                             | just text
                    5n                                      | 5
                    null                                    | null
                    undefined                               | undefined
                    Symbol('s')                             | Symbol(s)
                    new (class MyError extends Error {})('m') | Error: m
                    new RangeError('r')                     | RangeError: r
                    new InternalError('i')                  | InternalError: i
                    """)
    void theReasonIsTheValueThrownAsText(String thrown, String reason) {
        bed.options("{\"return_exception_details\": true}");

        JsonNode detail =
                error("export function handler() { throw " + thrown + "; }").get("details").get(0);

        assertEquals(reason, detail.get("message").stringValue());
        boolean isError = thrown.startsWith("new");
        assertEquals(isError, detail.has("trace"), detail::toString);
    }

    @Test
    void aValueThatThrowsWhenAskedForItsTextIsSurvived() {
        error("export function handler() { throw { toJSON() { throw this; } }; }");
        error(
                "export function handler() { const e = new Error('x'); e.toString = null;"
                        + " Object.defineProperty(e, 'name', { get() { throw e; } }); throw e; }");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    missing module      | /nope.js | handler | Module '/nope.js' could not be loaded
                    missing export      | /test.js | nope    | Failed to find export 'nope' in module '/test.js'
                    export no function  | /test.js | value   | Export 'value' of module '/test.js' is not a function
                    binding never set   | /test.js | late    | Failed to find export 'late' in module '/test.js'
                    """)
    void aHandlerThatIsNotThereIsNamed(
            String what, String module, String function, String message) {
        bed.handler(
                "export const value = 5; export function handler() { return {}; }\n"
                        + "if (true) throw new Error('top'); export let late = () => 1;");

        JsResponse response =
                bed.call(
                        JsTestBed.endpoint(JsEndpoint.Mode.READONLY, module, function),
                        JsTestBed.get("/test"));

        assertEquals(500, response.status(), what);
        assertEquals(
                message, Json.parse(response.body()).get("error").get("message").stringValue());
    }

    @Test
    void aSyntaxErrorIsReportedWithItsPlace() {
        String message =
                error("export function handler() {\n let let = ( }").get("message").stringValue();

        assertTrue(
                message.startsWith("Failed to compile module '/test.js': SyntaxError: /test.js:2:"),
                message);
        assertTrue(!message.contains("\n"), message);
    }

    @Test
    void hostFunctionsThrowErrorsOfTheScriptsOwnClasses() {
        JsResponse response =
                bed.handler(
                                """
                                export function handler() {
                                    const classes = [];
                                    for (const f of [() => ccf.crypto.digest('SHA-1', new ArrayBuffer(1)), () => ccf.bufToStr(1),
                                            () => ccf.pemToId('x')]) {
                                        try { f(); } catch (e) { classes.push(e.constructor.name, e instanceof Error); }
                                    }
                                    return { body: classes };
                                }
                                """)
                        .call();

        assertEquals(
                "[\"RangeError\",true,\"TypeError\",true,\"InternalError\",true]",
                JsTestBed.text(response));
    }
}
