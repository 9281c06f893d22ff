package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Each limit one below, at and one above its bound (spec 02, 2.5). */
class RequestLimitsTest {
    private static final int BODY_MAX = 1024;
    private static final int HEADER_MAX = 100;
    private static final int HEADERS_MAX = 5;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        HttpLimits limits =
                new HttpLimits(
                        new SizeLimit("1KB", BODY_MAX),
                        new SizeLimit("100", HEADER_MAX),
                        HEADERS_MAX);
        server =
                new RunningServer(
                        RunningServer.OPTIONS,
                        (request, writer) ->
                                writer.send(
                                        HttpResponse.text(
                                                200, Integer.toString(request.body().length()))),
                        RunningServer.plainInterface(limits));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertAccepted(String request) throws IOException {
        try (RawClient client = server.connect()) {
            assertEquals("HTTP/1.1 200 OK", client.send(request).read().statusLine());
        }
    }

    private static void assertRefused(
            String request, String statusLine, String code, String message) throws IOException {
        try (RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(request).read();

            assertEquals(statusLine, answer.statusLine());
            assertEquals(
                    "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message),
                    answer.body());
            assertTrue(client.isAtEnd());
        }
    }

    private static String withBody(int length) {
        return "POST / HTTP/1.1\r\ncontent-length: " + length + "\r\n\r\n" + "b".repeat(length);
    }

    private static String withHeader(String name, String value) {
        return "GET / HTTP/1.1\r\n" + name + ": " + value + "\r\n\r\n";
    }

    private static String withHeaders(int count) {
        StringBuilder request = new StringBuilder("GET / HTTP/1.1\r\n");
        for (int i = 0; i < count; i++) {
            request.append("h").append(i).append(": v\r\n");
        }
        return request.append("\r\n").toString();
    }

    @Test
    void bodiesUpToTheLimitPass() throws IOException {
        assertAccepted(withBody(BODY_MAX - 1));
        assertAccepted(withBody(BODY_MAX));
    }

    @Test
    void aBodyOverTheLimitIs413() throws IOException {
        long before = server.metrics("plain").errors().requestPayloadTooLarge();
        assertRefused(
                withBody(BODY_MAX + 1),
                "HTTP/1.1 413 PAYLOAD_TOO_LARGE",
                "RequestBodyTooLarge",
                "HTTP request body is too large (max size allowed: 1KB)");
        assertEquals(before + 1, server.metrics("plain").errors().requestPayloadTooLarge());
    }

    @Test
    void theBodyIsCountedWhileItArrivesNotByItsLengthHeader() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n400\r\n");
            client.send("b".repeat(BODY_MAX) + "\r\n1\r\nb");

            assertEquals(413, client.read().status());
        }
    }

    @Test
    void aClientThatKeepsSendingItsHugeBodyStillGetsTheAnswer() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\ncontent-length: 400000\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                client.send("b".repeat(10_000));
            }

            assertEquals(413, client.read().status());
        }
    }

    @Test
    void headerValuesUpToTheLimitPass() throws IOException {
        assertAccepted(withHeader("a", "v".repeat(HEADER_MAX - 1)));
        assertAccepted(withHeader("a", "v".repeat(HEADER_MAX)));
        assertAccepted(withHeader("a", "  " + "v".repeat(HEADER_MAX) + "  "));
    }

    @Test
    void aHeaderValueOverTheLimitIs431() throws IOException {
        long before = server.metrics("plain").errors().requestHeaderTooLarge();
        assertRefused(
                withHeader("a", "v".repeat(HEADER_MAX + 1)),
                "HTTP/1.1 431 REQUEST_HEADER_FIELDS_TOO_LARGE",
                "RequestHeaderTooLarge",
                "Header value for 'a' is too large (max size allowed: 100)");
        assertEquals(before + 1, server.metrics("plain").errors().requestHeaderTooLarge());
    }

    @Test
    void headerNamesUpToTheLimitPass() throws IOException {
        assertAccepted(withHeader("n".repeat(HEADER_MAX - 1), "v"));
        assertAccepted(withHeader("n".repeat(HEADER_MAX), "v"));
    }

    @Test
    void aHeaderNameOverTheLimitIs431AsSoonAsItShows() throws IOException {
        assertRefused(
                "GET / HTTP/1.1\r\n" + "n".repeat(HEADER_MAX + 1),
                "HTTP/1.1 431 REQUEST_HEADER_FIELDS_TOO_LARGE",
                "RequestHeaderTooLarge",
                "Header key for '%s' is too large (max size allowed: 100)"
                        .formatted("n".repeat(HEADER_MAX + 1)));
    }

    @Test
    void asManyHeadersAsAllowedPassAndRepeatedNamesCountOnce() throws IOException {
        assertAccepted(withHeaders(HEADERS_MAX - 1));
        assertAccepted(withHeaders(HEADERS_MAX));
        assertAccepted(withHeaders(HEADERS_MAX).replace("\r\n\r\n", "\r\nH0: again\r\n\r\n"));
    }

    @Test
    void oneHeaderTooManyIs431() throws IOException {
        assertRefused(
                withHeaders(HEADERS_MAX + 1),
                "HTTP/1.1 431 REQUEST_HEADER_FIELDS_TOO_LARGE",
                "RequestHeaderTooLarge",
                "Too many headers (max number allowed: 5)");
    }

    @Test
    void theDefaultsOfCcfHold() throws IOException {
        try (RunningServer defaults = RunningServer.plain(RunningServer::echo);
                RawClient client = defaults.connect()) {
            String value = "v".repeat(16 * 1024);
            String request = withHeaders(255).replace("h0: v", "h0: " + value);

            assertEquals(200, client.send(request).read().status());
            assertEquals(200, client.send(withBody(1 << 20)).read().status());
            assertEquals(413, client.send(withBody((1 << 20) + 1)).read().status());
        }
    }
}
