package dev.tallystick.node.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.Credentials;
import dev.tallystick.node.http.HttpServer;
import dev.tallystick.node.http.HttpServerOptions;
import dev.tallystick.node.http.InterfaceOptions;
import dev.tallystick.node.http.TlsClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The whole way of a request: the JDK's HTTP client, TLS, dispatcher, script, store. */
class ServedNodeTest {
    private static final String MODULE =
            """
            export function count(request) {
              const counts = ccf.kv["public:counts"];
              const key = ccf.strToBuf("n");
              const before = counts.has(key) ? ccf.bufToJsonCompatible(counts.get(key)) : 0;
              counts.set(key, ccf.jsonCompatibleToBuf(before + 1));
              return { body: { count: before + 1, caller: request.caller.id ?? null } };
            }
            """;

    private final TestNode node = new TestNode();
    private final Credentials.Identity user = Credentials.client(Curve.P384);
    private final HttpServer server = bind();

    private static HttpServer bind() {
        Credentials.Identity identity = Credentials.node();
        return HttpServer.bind(
                new HttpServerOptions(1, 4, 256, Duration.ofSeconds(60)),
                List.of(InterfaceOptions.of("main", "127.0.0.1", 0, Authority.NODE)),
                authority -> Optional.of(identity.tls()));
    }

    @BeforeEach
    void deploy() {
        node.create(ServiceStatus.OPEN);
        node.write(
                tx -> {
                    UserId id = UserId.of(user.certificate().fingerprint());
                    Tables.USER_CERTS.put(tx, id, user.certificate().pem());
                    Tables.MODULES.put(tx, "/app.js", MODULE);
                    Tables.ENDPOINTS.put(tx, "POST /count", endpoint("no_auth"));
                    Tables.ENDPOINTS.put(tx, "POST /mine", endpoint("user_cert"));
                });
        server.serve(node.dispatcher());
    }

    @AfterEach
    void close() {
        server.close();
        node.close();
    }

    private static tools.jackson.databind.JsonNode endpoint(String policy) {
        var properties =
                Json.object()
                        .put("js_module", "/app.js")
                        .put("js_function", "count")
                        .put("forwarding_required", "always")
                        .put("mode", "readwrite");
        properties.putArray("authn_policies").add(policy);
        return properties;
    }

    private static HttpClient client(TlsClient tls) {
        return HttpClient.newBuilder().sslContext(tls.context()).build();
    }

    private HttpRequest request(String verb, String target) {
        int port = server.addresses().firstEntry().getValue().getPort();
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + target))
                .method(verb, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aUserIsKnownByTheCertificateOfItsConnection() throws Exception {
        try (HttpClient known = client(new TlsClient(user));
                HttpClient nobody = client(new TlsClient())) {
            HttpResponse<String> mine = send(known, request("POST", "/app/mine"));
            HttpResponse<String> refused = send(nobody, request("POST", "/app/mine"));

            assertEquals(
                    "{\"count\":1,\"caller\":\"%s\"}"
                            .formatted(user.certificate().fingerprint().hex()),
                    mine.body());
            assertTrue(mine.headers().firstValue("x-ms-ccf-transaction-id").isPresent());
            assertEquals(401, refused.statusCode());
        }
    }

    @Test
    void concurrentWritesToOneKeyAreAllCountedOnce() throws Exception {
        int writes = 16;
        try (HttpClient client = client(new TlsClient())) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < writes; i++) {
                answers.add(
                        client.sendAsync(
                                request("POST", "/app/count"),
                                HttpResponse.BodyHandlers.ofString()));
            }
            long successes = 0;
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                int status = answer.get(30, TimeUnit.SECONDS).statusCode();
                assertTrue(status == 200 || status == 503, "status " + status);
                successes += status == 200 ? 1 : 0;
            }
            HttpResponse<String> last = send(client, request("POST", "/app/count"));

            assertEquals("{\"count\":%d,\"caller\":null}".formatted(successes + 1), last.body());
        }
    }

    @Test
    void theNodeIsServedOnTheSameInterface() throws Exception {
        try (HttpClient client = client(new TlsClient())) {
            HttpResponse<String> state = send(client, request("GET", "/node/state"));

            assertEquals(200, state.statusCode());
            assertEquals(TestNode.ID, Json.parse(state.body()).get("node_id").asString());
            assertEquals(404, send(client, request("GET", "/app/unknown")).statusCode());
            assertEquals(405, send(client, request("PUT", "/node/state")).statusCode());
        }
    }
}
