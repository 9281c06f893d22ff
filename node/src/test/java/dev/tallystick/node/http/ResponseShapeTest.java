package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** Answers on the wire (spec 02, 2.3). */
class ResponseShapeTest {
    private static final String GET = "GET /x HTTP/1.1\r\nhost: a\r\n\r\n";

    @Test
    void statusNamesHaveUnderscoresAndHeadersAreSortedLowerCase() throws IOException {
        HttpResponse response =
                HttpResponse.error(404, "ResourceNotFound", "Unknown path: /x.")
                        .with("Zebra", "1")
                        .with("allow", "GET");
        try (RunningServer server =
                        RunningServer.plain((request, writer) -> writer.send(response));
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(GET).read();

            assertEquals("HTTP/1.1 404 NOT_FOUND", answer.statusLine());
            assertEquals(
                    List.of(
                            "allow: GET",
                            "content-length: 67",
                            "content-type: application/json",
                            "zebra: 1"),
                    answer.headers());
            assertEquals(
                    "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"Unknown path: /x.\"}}",
                    answer.body());
        }
    }

    @Test
    void contentLengthIsThereWithoutABodyToo() throws IOException {
        try (RunningServer server =
                        RunningServer.plain((r, writer) -> writer.send(HttpResponse.empty(204)));
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(GET).read();

            assertEquals("HTTP/1.1 204 NO_CONTENT", answer.statusLine());
            assertEquals(List.of("content-length: 0"), answer.headers());
        }
    }

    @Test
    void theServerSetsContentLengthWhateverTheHandlerSays() throws IOException {
        HttpResponse response = HttpResponse.text(200, "four").with("Content-Length", "9");
        try (RunningServer server = RunningServer.plain((r, writer) -> writer.send(response));
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(GET).read();

            assertEquals(
                    List.of("content-length: 4", "content-type: text/plain"), answer.headers());
        }
    }

    @Test
    void answersToHeadHaveNoBodyAndLengthZeroUnlessTheHandlerSetsOne() throws IOException {
        try (RunningServer server =
                        RunningServer.plain(
                                (request, writer) -> {
                                    HttpResponse text = HttpResponse.text(200, "body");
                                    writer.send(
                                            request.target().equals("/set")
                                                    ? text.with("content-length", "17")
                                                    : text);
                                });
                RawClient client = server.connect()) {
            assertEquals(
                    "0",
                    client.send("HEAD /x HTTP/1.1\r\n\r\n").readHead().header("content-length"));
            assertEquals(
                    "17",
                    client.send("HEAD /set HTTP/1.1\r\n\r\n").readHead().header("content-length"));
            assertEquals("body", client.send(GET).read().body(), "the connection is still in step");
        }
    }

    @Test
    void aStatusWithoutANameBecomes500() throws IOException {
        try (RunningServer server =
                        RunningServer.plain((r, writer) -> writer.send(HttpResponse.empty(299)));
                RawClient client = server.connect()) {
            assertEquals(
                    "HTTP/1.1 500 INTERNAL_SERVER_ERROR", client.send(GET).read().statusLine());
        }
    }

    @Test
    void aHeaderThatWouldBreakTheMessageBecomes500() throws IOException {
        HttpResponse splitting = HttpResponse.empty(200).with("x", "1\r\nset-cookie: a");
        try (RunningServer server = RunningServer.plain((r, writer) -> writer.send(splitting));
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(GET).read();

            assertEquals(500, answer.status());
            assertEquals("", answer.header("set-cookie"));
        }
    }

    @Test
    void ofHeadersThatDifferInCaseTheLastInByteOrderStays() {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "a");
        headers.put("content-type", "b");

        HttpResponse response =
                new HttpResponse(200, headers, HttpResponse.empty(200).body(), false);

        assertEquals("{content-type=b}", response.headers().toString());
    }

    @Test
    void aThrowingHandlerAnswers500AndCloses() throws IOException {
        try (RunningServer server =
                        RunningServer.plain(
                                (request, writer) -> {
                                    throw new IllegalStateException("broken on purpose");
                                });
                RawClient client = server.connect()) {
            assertEquals(500, client.send(GET).read().status());
            assertTrue(client.isAtEnd());
        }
    }
}
