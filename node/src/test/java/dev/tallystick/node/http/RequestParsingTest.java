package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Requests on the wire, good and bad (spec 02, 2.3). */
@SuppressWarnings("StringConcatToTextBlock") // whose lines would not end with CR LF
class RequestParsingTest {
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server =
                RunningServer.plain(
                        (request, writer) -> {
                            if (request.target().equals("/headers")) {
                                writer.send(HttpResponse.text(200, request.headers().toString()));
                            } else {
                                RunningServer.echo(request, writer);
                            }
                        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient.Answer ask(String request) throws IOException {
        try (RawClient client = server.connect()) {
            return client.send(request).read();
        }
    }

    @Test
    void namesAreLowerCasedTheFirstDuplicateWinsAndValuesAreTrimmed() throws IOException {
        String request =
                "GET /headers HTTP/1.1\r\nB: 1\r\nA:\t x y \r\nb: 2\r\nempty:\r\nc: 3\r\n\r\n";

        assertEquals("{a=x y, b=1, c=3, empty=}", ask(request).body());
    }

    @Test
    void aChunkedBodyIsPutTogether() throws IOException {
        String request =
                "POST /x HTTP/1.1\r\n"
                        + "transfer-encoding: chunked\r\n\r\n"
                        + "3\r\n"
                        + "abc\r\n"
                        + "2;q=1\r\n"
                        + "de\r\n"
                        + "0\r\n\r\n";

        assertEquals("POST /x\nabcde", ask(request).body());
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        try (RawClient client = server.connect()) {
            for (byte b :
                    "PUT /x HTTP/1.1\r\nA: b\r\ncontent-length: 2\r\n\r\nhi"
                            .getBytes(StandardCharsets.ISO_8859_1)) {
                client.send(new byte[] {b});
            }
            assertEquals("PUT /x\nhi", client.read().body());
        }
    }

    @Test
    void theTargetIsKeptAsReceived() throws IOException {
        assertEquals(
                "GET https://h/a%20b?c=%zz#d\n",
                ask("GET https://h/a%20b?c=%zz#d HTTP/1.1\r\n\r\n").body());
    }

    @Test
    void aTargetMayBeVeryLong() throws IOException {
        String target = "/" + "x".repeat(20_000);

        assertEquals("GET " + target + "\n", ask("GET " + target + " HTTP/1.1\r\n\r\n").body());
    }

    @Test
    void http10IsAnsweredAs11AndThenClosed() throws IOException {
        try (RawClient client = server.connect()) {
            RawClient.Answer answer = client.send("GET /x HTTP/1.0\r\n\r\n").read();

            assertEquals("HTTP/1.1 200 OK", answer.statusLine());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void connectionCloseClosesAfterTheAnswer() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertEquals(200, client.read().status());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void bytesAfterAConnectionCloseRequestAreAParseError() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /x HTTP/1.1\r\nConnection: close\r\n\r\nGET /y HTTP/1.1\r\n\r\n");

            assertEquals(200, client.read().status());
            assertEquals(400, client.read().status());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void upgradeAndExpectAreIgnored() throws IOException {
        String request =
                "POST /x HTTP/1.1\r\n"
                        + "upgrade: h2c\r\n"
                        + "connection: upgrade\r\n"
                        + "expect: 100-continue\r\n"
                        + "content-length: 1\r\n\r\n"
                        + "z";

        assertEquals("POST /x\nz", ask(request).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0001",
                "get / HTTP/1.1\r\n\r\n",
                "FETCH / HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.2\r\n\r\n",
                "GET  HTTP/1.1\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\n\r\n",
                "GET /a\tb HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\n\n",
                "GET / HTTP/1.1\r\na: b\nc: d\r\n\r\n",
                "GET / HTTP/1.1\r\na: b\rc\r\n\r\n",
                "GET / HTTP/1.1\r\na b: c\r\n\r\n",
                "GET / HTTP/1.1\r\n: c\r\n\r\n",
                "GET / HTTP/1.1\r\na : c\r\n\r\n",
                "GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\na: \u0000\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: +1\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\nab",
                "POST / HTTP/1.1\r\ncontent-length: 1, 1\r\n\r\nab",
                "POST / HTTP/1.1\r\n"
                        + "content-length: 1\r\n"
                        + "transfer-encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked, gzip\r\n\r\n",
                "POST / HTTP/1.1\r\n"
                        + "transfer-encoding: chunked\r\n"
                        + "transfer-encoding: identity\r\n\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\nab\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
            })
    void whatIsNotHttpIsEchoedAndTheConnectionClosed(String bytes) throws IOException {
        long errorsBefore = server.metrics("plain").errors().parsing();
        try (RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(bytes).read();

            assertEquals("HTTP/1.1 400 BAD_REQUEST", answer.statusLine());
            assertEquals("text/plain", answer.header("content-type"));
            assertTrue(
                    answer.body()
                            .startsWith(
                                    "Unable to parse data as a HTTP request. Error message is: "),
                    answer.body());
            assertTrue(
                    answer.body().endsWith("\nError occurred while parsing fragment:\n" + bytes),
                    answer.body());
            assertTrue(client.isAtEnd());
        }
        assertEquals(errorsBefore + 1, server.metrics("plain").errors().parsing());
    }

    @Test
    void onlyTheChunkThatFailedIsEchoed() throws IOException {
        try (RawClient client = server.connect()) {
            assertEquals(200, client.send("GET /x HTTP/1.1\r\n\r\n").read().status());

            assertTrue(
                    client.send("\u0002\u0003").read().body().endsWith("fragment:\n\u0002\u0003"));
        }
    }

    @Test
    void aRequestLineOverOneMebibyteIsRefused() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /" + "x".repeat(HttpLimits.REQUEST_LINE_MAX_BYTES));

            assertEquals(400, client.read().status());
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleHarmsNobody() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("POST /x HTTP/1.1\r\ncontent-length: 10\r\n\r\nabc");
        }
        assertEquals("GET /x\n", ask("GET /x HTTP/1.1\r\n\r\n").body());
    }
}
