package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** Decision D3: promises are driven to completion within the request. */
class AsyncTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void anAsyncHandlersResponseAndWritesAreThoseOfItsEnd() {
        JsResponse response =
                bed.handler(
                                """
                                const later = async (value) => { await null; return value; };
                                export async function handler(request) {
                                    const t = ccf.kv["public:t"];
                                    t.set(ccf.strToBuf("first"), ccf.strToBuf("1"));
                                    for (let i = 0; i < 100; i++) await later(i);
                                    t.set(ccf.strToBuf("second"), ccf.strToBuf(await later("2")));
                                    return { statusCode: 201, body: [request.method, ...await Promise.all([later(1), 2])] };
                                }
                                """)
                        .call();

        assertEquals(201, response.status());
        assertEquals("[\"GET\",1,2]", text(response));
        assertEquals("1", bed.value("public:t", "first"));
        assertEquals("2", bed.value("public:t", "second"));
    }

    @Test
    void aRejectionIsAnExceptionWithItsTrace() {
        JsResponse response =
                bed.options("{\"return_exception_details\": true}")
                        .handler(
                                """
                                async function nested() {
                                    await null;
                                    throw new TypeError("late");
                                }
                                export async function handler() { await nested(); }
                                """)
                        .call();

        assertEquals(500, response.status());
        JsonNode error = Json.parse(response.body()).get("error");
        assertEquals("Exception thrown while executing.", error.get("message").stringValue());
        JsonNode detail = error.get("details").get(0);
        assertEquals("TypeError: late", detail.get("message").stringValue());
        assertTrue(
                detail.get("trace").stringValue().startsWith("    at nested (/test.js:3)\n"),
                detail::toString);
    }

    @Test
    void aPromiseThatNeverSettlesIsAClearError() {
        JsResponse response =
                bed.handler(
                                """
                                export async function handler() {
                                    ccf.kv.t.set(ccf.strToBuf("k"), ccf.strToBuf("v"));
                                    await new Promise(() => {});
                                    return {};
                                }
                                """)
                        .call();

        assertEquals(500, response.status());
        assertEquals(
                "The endpoint function returned a promise that is still pending: nothing that it"
                        + " waits for can happen within a request.",
                Json.parse(response.body()).get("error").get("message").stringValue());
        assertNull(bed.value("t", "k"));
    }

    @Test
    void anAsyncHandlerWithoutResultIsAnErrorLikeASynchronousOne() {
        assertEquals(500, bed.handler("export async function handler() {}").call().status());
    }

    @Test
    void aStormOfPromisesIsStoppedByTheTimeLimit() {
        JsResponse response =
                bed.options("{\"max_execution_time_ms\": 200}")
                        .handler(
                                "const spin = () => Promise.resolve().then(spin); export function"
                                        + " handler() { return spin(); }")
                        .call();

        assertEquals(500, response.status());
        assertTrue(text(response).contains("Operation took too long to complete."));
    }
}
