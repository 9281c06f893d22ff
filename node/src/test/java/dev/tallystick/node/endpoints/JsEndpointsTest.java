package dev.tallystick.node.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.TreeMap;

/** A JavaScript application behind the dispatcher (spec 02, 3.3 and 8.6; spec 04, section 3). */
class JsEndpointsTest {
    private static final String MODULE =
            """
            export function put(request) {
              ccf.kv["public:records"].set(
                ccf.strToBuf(request.params.key), request.body.arrayBuffer());
              return { statusCode: 200, body: { key: request.params.key } };
            }
            export function get(request) {
              const value = ccf.kv["public:records"].get(ccf.strToBuf(request.params.key));
              return value === undefined
                ? { statusCode: 404, body: { error: "none" } }
                : { body: ccf.bufToStr(value) };
            }
            export function shadow(request) {
              return { body: "mine", headers: { "X-Route": request.route } };
            }
            export function echo(request) {
              return { body: {
                url: request.url, path: request.path, caller: request.caller,
                query: request.query, header: request.headers["x-test"] } };
            }
            """;

    private final TestNode node = new TestNode();

    @BeforeEach
    void deploy() {
        node.write(
                tx -> {
                    Tables.MODULES.put(tx, "/app.js", MODULE);
                    Tables.ENDPOINTS.put(tx, "PUT /records/{key}", endpoint("put", "no_auth"));
                    Tables.ENDPOINTS.put(tx, "GET /records/{key}", endpoint("get", "no_auth"));
                    Tables.ENDPOINTS.put(tx, "GET /commit", endpoint("shadow", "no_auth"));
                    Tables.ENDPOINTS.put(tx, "GET /echo", endpoint("echo", null));
                    Tables.ENDPOINTS.put(tx, "GET /users", endpoint("echo", "user_cert"));
                    Tables.ENDPOINTS.put(tx, "GET /token", endpoint("echo", "jwt"));
                    Tables.ENDPOINTS.put(tx, "GET /odd", endpoint("echo", "no_such_policy"));
                });
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static JsonNode endpoint(
            String function, @org.jspecify.annotations.Nullable String policy) {
        ObjectNode properties =
                Json.object()
                        .put("js_module", "/app.js")
                        .put("js_function", function)
                        .put("forwarding_required", "always")
                        .put("mode", "readwrite");
        var policies = properties.putArray("authn_policies");
        if (policy != null) {
            policies.add(policy);
        }
        return properties;
    }

    @Test
    void aWriteIsCommittedAndReadBack() {
        HttpResponse written =
                node.ask("PUT", "/app/records/a", new TreeMap<>(), Bytes.utf8("hello"));
        assertEquals("{\"key\":\"a\"}", written.body().utf8());
        assertEquals("2.2", TestNode.id(written));

        HttpResponse read = node.ask("GET", "/records/a");
        assertEquals("hello", read.body().utf8());
        assertEquals("text/plain", read.headers().get("content-type"));
        assertEquals("2.2", TestNode.id(read));
        HttpResponse missing = node.ask("GET", "/records/b");
        assertEquals(404, missing.status());
        assertEquals("none", TestNode.id(missing));
    }

    @Test
    void theApplicationShadowsBuiltInEndpointsAndTheOthersStay() {
        HttpResponse shadowed = node.ask("GET", "/app/commit");
        assertEquals("mine", shadowed.body().utf8());
        assertEquals("/app/commit", shadowed.headers().get("x-route"));
        assertEquals(
                "200 {\"transaction_id\":\"2.2\"}",
                node.get("/node/commit"),
                "only /app is shadowed");
        HttpResponse tx = node.ask("GET", "/app/tx?transaction_id=2.1");
        assertEquals(200, tx.status());
        assertEquals("2.1", TestNode.id(tx), "dispatch has read the endpoints table");
    }

    @Test
    void theHandlerSeesTheRequestAsSent() {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("x-test", "yes");

        HttpResponse answer = node.ask("GET", "/app/echo?a=%20b", headers, Bytes.EMPTY);

        assertEquals(
                "{\"url\":\"/app/echo?a= b\",\"path\":\"/app/echo\",\"caller\":null,\"query\":\"a="
                        + " b\",\"header\":\"yes\"}",
                answer.body().utf8());
    }

    @Test
    void otherVerbsAreListedWithThoseOfTheBuiltIns() {
        HttpResponse answer = node.ask("POST", "/app/records/a");

        assertEquals(405, answer.status());
        assertEquals("OPTIONS, GET, PUT", answer.headers().get("allow"));
    }

    @Test
    void policiesOfTheApplicationAreEnforced() {
        assertEquals(401, node.ask("GET", "/app/users").status());
        HttpResponse unsupported = node.ask("GET", "/app/token");
        assertEquals(500, unsupported.status());
        HttpResponse unknown = node.ask("GET", "/app/odd");
        assertEquals(500, unknown.status());
        assertTrue(unknown.closesSession());
    }
}
