package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void anObjectBodyBecomesJson() {
        JsResponse response = returning("{ body: { a: [1, null, 'x'] } }");

        assertEquals(200, response.status());
        assertEquals("application/json", response.headers().get("content-type"));
        assertEquals("{\"a\":[1,null,\"x\"]}", text(response));
        assertNull(response.applyWrites());
    }
}
