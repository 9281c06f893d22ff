package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;

/** Time, stack and heap (spec 04, 15.2). */
class LimitsTest {
    private final JsTestBed bed = new JsTestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private JsonNode error(String body) {
        JsResponse response = bed.handler("export function handler() { " + body + " }").call();
        assertEquals(500, response.status(), () -> text(response));
        return Json.parse(response.body()).get("error");
    }

    private static String reason(JsonNode error) {
        return error.get("details").get(0).get("message").stringValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;);",
                "try { for (;;); } catch (e) { return { body: 'caught' }; }",
                "try { for (;;); } finally { for (;;); }",
                "return { body: { toJSON() { for (;;); } } };",
                "return { headers: { get a() { for (;;); } } };",
                "throw { toJSON() { for (;;); } };",
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.match(/(a*)*\\1b/);",
                "[3, 2, 1].sort(() => { for (;;); });"
            })
    void aCallThatRunsForEverIsStopped(String body) {
        bed.options("{\"max_execution_time_ms\": 100, \"return_exception_details\": true}");
        Instant start = Instant.now();

        JsonNode error = error(body);

        assertEquals("Operation took too long to complete.", error.get("message").stringValue());
        assertEquals("InternalError: interrupted", reason(error));
        Duration took = Duration.between(start, Instant.now());
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, () -> "stopped after " + took);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void theNextRequestIsServedAfterATimeOut() {
        bed.options("{\"max_execution_time_ms\": 50}");
        error("for (;;);");

        bed.options("{}");
        assertEquals(
                "on",
                text(bed.handler("export function handler() { return { body: 'on' }; }").call()));
    }

    @Test
    void evaluatingModulesDoesNotCountAgainstTheTimeOfTheCall() {
        JsResponse response =
                bed.options("{\"max_execution_time_ms\": 100}")
                        .handler(
                                "const end = Date.now() + 150; while (Date.now() < end); export"
                                        + " function handler() { return { body: 'ran' }; }")
                        .call();

        assertEquals("ran", text(response));
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    (function f() { f(); })()             | InternalError: stack overflow
                    new Uint8Array(500 * 1024 * 1024)     | InternalError: out of memory
                    new ArrayBuffer(500 * 1024 * 1024)    | InternalError: out of memory
                    `x`.repeat(500 * 1024 * 1024)         | InternalError: out of memory
                    """)
    void exhaustedLimitsHaveOneWording(String expression, String reason) {
        bed.options("{\"return_exception_details\": true}");

        JsonNode error = error("return " + expression + ";");

        assertEquals("Exception thrown while executing.", error.get("message").stringValue());
        assertEquals(reason, reason(error));
    }

    @Test
    void theHeapLimitBoundsWhatCanBeAllocatedAtOnce() {
        String body = "return { body: new Uint8Array(5 * 1024 * 1024).length };";

        assertEquals(
                "5242880", text(bed.handler("export function handler() { " + body + " }").call()));
        bed.options("{\"max_heap_bytes\": 3145728, \"return_exception_details\": true}");
        assertEquals("InternalError: out of memory", reason(error(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_heap_bytes", "max_stack_bytes"})
    void anAbsurdlySmallLimitFailsEveryCall(String limit) {
        bed.options("{\"" + limit + "\": 100}");

        assertEquals(
                "Exception thrown while executing.",
                error("return {};").get("message").stringValue());
    }

    @Test
    void runningOutOfStackInTheMiddleOfAWriteFailsTheRequest() {
        bed.handler(
                """
                const write = (n) => {
                    ccf.kv.t.set(ccf.strToBuf(`${n}`), ccf.strToBuf("v"));
                    try { return write(n + 1); } catch (e) { return n; }
                };
                export function handler() { return { body: write(0) > 100 }; }
                """);

        JsResponse response = bed.call();

        boolean isComplete = response.status() == 200 && text(response).equals("true");
        assertTrue(isComplete || response.status() == 500, () -> text(response));
        assertEquals(isComplete, bed.value("t", "0") != null);
    }

    @Test
    void recursionOfSomeDepthIsFine() {
        assertEquals(
                "3000",
                text(
                        bed.handler(
                                        "const f = (n) => n === 0 ? 0 : 1 + f(n - 1); export"
                                            + " function handler() { return { body: f(3000) }; }")
                                .call()));
    }

    @Test
    void aStoredOptionThatIsNullIsTheDefault() {
        bed.options("{\"max_heap_bytes\": null, \"max_execution_time_ms\": \"x\", \"other\": 1}");

        assertEquals(JsRuntimeOptions.DEFAULT, JsTables.runtimeOptions(bed.store.begin()));
    }

    @Test
    void anOptionsRecordThatIsNotJsonIsTheDefault() {
        bed.options("{");

        assertEquals(JsRuntimeOptions.DEFAULT, JsTables.runtimeOptions(bed.store.begin()));
    }
}
