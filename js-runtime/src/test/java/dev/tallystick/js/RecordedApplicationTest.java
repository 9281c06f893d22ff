package dev.tallystick.js;

import static dev.tallystick.js.JsTestBed.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The application of the recorded CCF service gives the answers that CCF gave. */
class RecordedApplicationTest {
    private static final Path SERVICE =
            Path.of(System.getProperty("tallystick.data", "."), "ccf7-service");
    private static final Set<String> PATHS =
            Set.of("/app/log", "/app/public", "/app/both", "/app/compute", "/app/user_log");

    private final JsTestBed bed = new JsTestBed();

    @BeforeEach
    void deploy() {
        Assumptions.assumeTrue(
                Files.isDirectory(SERVICE.resolve("app")), "no recorded service under " + SERVICE);
        bed.bundle(SERVICE.resolve("app"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void recordedRequestsGetTheRecordedAnswers() throws IOException {
        List<JsonNode> exchanges =
                Files.readAllLines(SERVICE.resolve("transcript.jsonl")).stream()
                        .map(Json::parse)
                        .filter(RecordedApplicationTest::isForTheApplication)
                        .toList();
        assertTrue(exchanges.size() > 20, "only " + exchanges.size() + " exchanges");

        for (JsonNode exchange : exchanges) {
            JsResponse response = replay(exchange);

            assertEquals(exchange.get("status").intValue(), response.status(), exchange::toString);
            assertEquals(
                    exchange.get("body").isString()
                            ? exchange.get("body").stringValue()
                            : Json.compact(exchange.get("body")),
                    text(response),
                    exchange::toString);
        }
    }

    private static boolean isForTheApplication(JsonNode exchange) {
        String path = exchange.get("path").stringValue().replaceAll("\\?.*", "");
        int status = exchange.get("status").intValue();
        return PATHS.contains(path) && (status == 200 || status == 404);
    }

    private JsResponse replay(JsonNode exchange) {
        JsonNode body = exchange.get("request_body");
        return bed.request(
                JsTestBed.request(
                        exchange.get("verb").stringValue(),
                        exchange.get("path").stringValue().substring("/app".length()),
                        body == null || body.isNull() ? "" : body.stringValue()));
    }

    @Test
    void aClaimIsTheDigestOfTheMessage() {
        JsResponse response =
                bed.request(
                        JsTestBed.request(
                                "POST",
                                "/public",
                                "{\"id\":1,\"msg\":\"m\",\"record_claim\":true}"));

        assertEquals(200, response.status());
        assertEquals(Digest.sha256("m".getBytes(UTF_8)), response.claimsDigest());
    }

    @Test
    void theHeavyHandlerComputes() {
        JsResponse response =
                bed.request(JsTestBed.request("POST", "/compute", "{\"n\":200,\"iters\":5000}"));

        assertEquals(200, response.status(), () -> text(response));
        assertEquals(
                Set.of("h", "total", "len"),
                Set.copyOf(Json.parse(response.body()).propertyNames()));
    }
}
