package dev.tallystick.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Several requests on their way at once (spec 02, 2.3). */
class PipeliningTest {
    private static String get(Object target) {
        return "GET /" + target + " HTTP/1.1\r\n\r\n";
    }

    @Test
    void manyPipelinedRequestsAreAnsweredInOrder() throws IOException {
        int count = 5 * HttpServerOptions.PIPELINED_MAX;
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            requests.append(get(i));
        }
        try (RunningServer server = RunningServer.plain(RunningServer::echo);
                RawClient client = server.connect()) {
            client.send(requests.toString());

            for (int i = 0; i < count; i++) {
                assertEquals("GET /" + i + "\n", client.read().body());
            }
        }
    }

    @Test
    void largePipelinedBodiesAreAllAnsweredThoughFewAreHeldAtATime() throws Exception {
        String body = "b".repeat(600_000);
        String request = "POST /x HTTP/1.1\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
        try (RunningServer server = RunningServer.plain(RunningServer::echo);
                RawClient client = server.connect()) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    client.send(request.repeat(8));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            for (int i = 0; i < 8; i++) {
                assertEquals(body.length() + "POST /x\n".length(), client.read().body().length());
            }
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLaterRequestWaitsForTheAnswerOfAnEarlierOne() throws Exception {
        ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
        CompletableFuture<ResponseWriter> first = new CompletableFuture<>();
        try (RunningServer server =
                        RunningServer.plain(
                                (request, writer) -> {
                                    begun.add(request.target());
                                    if (request.target().equals("/1")) {
                                        first.complete(writer);
                                    } else {
                                        RunningServer.echo(request, writer);
                                    }
                                });
                RawClient client = server.connect()) {
            client.send(get(1) + get(2));
            ResponseWriter writer = first.get(10, TimeUnit.SECONDS);
            assertEquals("[/1]", begun.toString());
            writer.send(HttpResponse.text(200, "late"));

            assertEquals("late", client.read().body());
            assertEquals("GET /2\n", client.read().body());
        }
    }

    @Test
    void requestsBeforeAParseErrorAreStillAnswered() throws IOException {
        try (RunningServer server = RunningServer.plain(RunningServer::echo);
                RawClient client = server.connect()) {
            client.send(get(1) + get(2) + "junk");

            assertEquals("GET /1\n", client.read().body());
            assertEquals("GET /2\n", client.read().body());
            assertEquals(400, client.read().status());
            assertTrue(client.isAtEnd());
        }
    }

    @Test
    void nothingIsAnsweredAfterAnAnswerThatCloses() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RunningServer server =
                        RunningServer.plain(
                                (request, writer) -> {
                                    calls.incrementAndGet();
                                    writer.send(HttpResponse.text(500, "end").closing());
                                });
                RawClient client = server.connect()) {
            client.send(get(1) + get(2));

            assertEquals("end", client.read().body());
            assertTrue(client.isAtEnd());
            assertEquals(1, calls.get());
        }
    }

    @Test
    void aFullExecutionQueueAnswers503WithARetryHint() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        HttpServerOptions narrow = new HttpServerOptions(1, 1, 1, Duration.ofSeconds(60));
        RequestHandler blocking =
                (request, writer) -> {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    RunningServer.echo(request, writer);
                };
        try (RunningServer server =
                        new RunningServer(narrow, blocking, RunningServer.plainInterface());
                RawClient first = server.connect();
                RawClient second = server.connect();
                RawClient third = server.connect()) {
            first.send(get(1));
            assertTrue(running.await(10, TimeUnit.SECONDS));
            CompletableFuture<RawClient.Answer> one = answerLater(second.send(get(2)));
            CompletableFuture<RawClient.Answer> other = answerLater(third.send(get(2)));
            RawClient.Answer refusal =
                    one.applyToEither(other, Function.identity()).get(10, TimeUnit.SECONDS);
            release.countDown();

            assertEquals("HTTP/1.1 503 SERVICE_UNAVAILABLE", refusal.statusLine());
            assertEquals("1", refusal.header("retry-after"));
            assertEquals("GET /1\n", first.read().body());
            assertEquals(
                    200 + 503,
                    one.get(10, TimeUnit.SECONDS).status()
                            + other.get(10, TimeUnit.SECONDS).status(),
                    "one of the two found the only place in the queue");
            assertEquals("GET /4\n", second.send(get(4)).read().body());
            assertEquals("GET /5\n", third.send(get(5)).read().body());
        }
    }

    private static CompletableFuture<RawClient.Answer> answerLater(RawClient client) {
        CompletableFuture<RawClient.Answer> answer = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        answer.complete(client.read());
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    @Test
    void handlersHaveStacksForDeepRecursion() throws IOException {
        try (RunningServer server =
                        RunningServer.plain(
                                (r, writer) ->
                                        writer.send(
                                                HttpResponse.text(
                                                        200, Integer.toString(depth(50_000)))));
                RawClient client = server.connect()) {
            assertEquals("50000", client.send(get(1)).read().body());
        }
    }

    @Test
    void aHandlerThatEndsWithAnErrorIsAnswered() throws IOException {
        try (RunningServer server =
                        RunningServer.plain(
                                (r, writer) -> {
                                    throw new AssertionError("a bug");
                                });
                RawClient client = server.connect()) {
            assertEquals(500, client.send(get(1)).read().status());
        }
    }

    private static int depth(int remaining) {
        return remaining == 0 ? 0 : 1 + depth(remaining - 1);
    }
}
