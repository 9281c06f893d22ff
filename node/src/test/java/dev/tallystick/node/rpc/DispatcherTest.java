package dev.tallystick.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.consensus.Role;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.http.HttpResponse;
import dev.tallystick.node.http.HttpSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The pipeline of spec 02, 3.1, line by line, on a real store. */
class DispatcherTest {
    private final DispatcherFixture node = new DispatcherFixture();

    @AfterEach
    void close() {
        node.close();
    }

    private void app(String verb, String path, EndpointHandler handler) {
        node.endpoints.add(Endpoint.writing(FrontendName.APP, verb, path, handler));
    }

    private static RpcResponse text(int status, String text) {
        return RpcResponse.of(HttpResponse.text(status, text));
    }

    @Test
    void aWriteThatSucceedsCommitsAndNamesItsTransaction() {
        app(
                "POST",
                "/x",
                context -> {
                    DispatcherFixture.put(context.transaction(), "k", "v");
                    return text(200, "done");
                });

        HttpResponse answer = node.ask("POST", "/app/x");

        assertEquals("done", answer.body().utf8());
        assertEquals("2.1", DispatcherFixture.id(answer));
        assertEquals("v", DispatcherFixture.get(node.store.begin(), "k"));
        assertEquals(List.of("completed POST /app/x 200 1"), node.recorder.events);
    }

    @Test
    void anErrorAnswerDropsTheWritesAndHasNoId() {
        app(
                "POST",
                "/x",
                context -> {
                    DispatcherFixture.put(context.transaction(), "k", "v");
                    return text(400, "no");
                });

        HttpResponse answer = node.ask("POST", "/x");

        assertEquals("none", DispatcherFixture.id(answer));
        assertEquals("-", DispatcherFixture.get(node.store.begin(), "k"));
    }

    @Test
    void theHandlerMayOverruleTheStatusBothWays() {
        app(
                "POST",
                "/kept",
                context -> {
                    DispatcherFixture.put(context.transaction(), "kept", "v");
                    return RpcResponse.of(HttpResponse.text(400, ""), true);
                });
        app(
                "POST",
                "/dropped",
                context -> {
                    DispatcherFixture.put(context.transaction(), "dropped", "v");
                    return RpcResponse.of(HttpResponse.text(200, ""), false);
                });

        assertEquals("2.1", DispatcherFixture.id(node.ask("POST", "/kept")));
        assertEquals("none", DispatcherFixture.id(node.ask("POST", "/dropped")));
        assertEquals("v", DispatcherFixture.get(node.store.begin(), "kept"));
        assertEquals("-", DispatcherFixture.get(node.store.begin(), "dropped"));
    }

    @Test
    void aReadNamesTheLastEntryAndACommandNothing() {
        node.write(tx -> DispatcherFixture.put(tx, "k", "v"));
        node.write(tx -> DispatcherFixture.put(tx, "k", "w"));
        app("GET", "/read", c -> text(200, DispatcherFixture.get(c.transaction(), "k")));
        app("GET", "/command", context -> text(200, ""));

        assertEquals("2.2", DispatcherFixture.id(node.ask("GET", "/read")));
        assertEquals("none", DispatcherFixture.id(node.ask("GET", "/command")));
        node.status = Optional.empty();
        assertEquals("none", DispatcherFixture.id(node.ask("GET", "/read")));
    }

    @Test
    void aConflictRunsEverythingAgainWithAFreshTransaction() {
        AtomicInteger runs = new AtomicInteger();
        app(
                "POST",
                "/x",
                context -> {
                    String seen = DispatcherFixture.get(context.transaction(), "k");
                    if (runs.incrementAndGet() < 3) {
                        node.write(tx -> DispatcherFixture.put(tx, "k", "other" + runs.get()));
                    }
                    DispatcherFixture.put(context.transaction(), "k", seen + "!");
                    return text(200, seen);
                });

        HttpResponse answer = node.ask("POST", "/x");

        assertEquals("other2", answer.body().utf8());
        assertEquals("2.3", DispatcherFixture.id(answer));
        assertEquals(List.of("completed POST /app/x 200 3"), node.recorder.events);
    }

    @Test
    void afterThirtyConflictsTheClientShallComeBack() {
        AtomicInteger runs = new AtomicInteger();
        app(
                "POST",
                "/x",
                context -> {
                    DispatcherFixture.get(context.transaction(), "k");
                    node.write(tx -> DispatcherFixture.put(tx, "k", "" + runs.incrementAndGet()));
                    DispatcherFixture.put(context.transaction(), "k", "mine");
                    return text(200, "");
                });

        HttpResponse answer = node.ask("POST", "/x");

        assertEquals(
                "503 {\"error\":{\"code\":\"TransactionCommitAttemptsExceedLimit\",\"message\":\"Transaction"
                    + " continued to conflict after 30 attempts. Retry later.\"}}",
                DispatcherFixture.error(answer));
        assertEquals("3", answer.headers().get("retry-after"));
        assertEquals(30, runs.get());
    }

    @Test
    void effectsHappenAfterTheCommitOnly() {
        AtomicReference<String> effect = new AtomicReference<>("none");
        app(
                "POST",
                "/{key}",
                context -> {
                    DispatcherFixture.put(context.transaction(), context.param("key"), "v");
                    boolean applies = context.param("key").equals("good");
                    return new RpcResponse(
                            HttpResponse.empty(200), applies, false, id -> effect.set("" + id));
                });

        node.ask("POST", "/bad");
        assertEquals("none", effect.get());
        HttpResponse answer = node.ask("POST", "/good");
        assertEquals("2.1", effect.get());
        assertEquals("none", DispatcherFixture.id(answer), "this endpoint hides its transaction");
    }

    @Test
    void unknownPathsAreNamedWithoutTheirPrefix() {
        assertEquals(
                "404 {\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"Unknown path: /x.\"}}",
                DispatcherFixture.error(node.ask("GET", "/node/x?y")));
        assertEquals(404, node.ask("OPTIONS", "/app/x").status());
        assertEquals(
                List.of(
                        "refused 404",
                        "failed node GET /x 404",
                        "refused 404",
                        "failed app OPTIONS /x 404"),
                node.recorder.events);
    }

    @Test
    void anotherVerbIs405AndOptionsIs204BothWithTheAllowedOnes() {
        app("PUT", "/x/{id}", context -> text(200, ""));
        app("GET", "/x/{id}", context -> text(200, ""));
        app("DELETE", "/x/{id}", context -> text(200, ""));

        HttpResponse wrong = node.ask("HEAD", "/app/x/1");
        assertEquals(
                "405 {\"error\":{\"code\":\"UnsupportedHttpVerb\",\"message\":\"Allowed methods for"
                        + " '/x/1' are: OPTIONS, DELETE, GET, PUT.\"}}",
                DispatcherFixture.error(wrong));
        assertEquals("OPTIONS, DELETE, GET, PUT", wrong.headers().get("allow"));
        HttpResponse options = node.ask("OPTIONS", "/app/x/1");
        assertEquals(204, options.status());
        assertEquals("OPTIONS, DELETE, GET, PUT", options.headers().get("allow"));
        assertTrue(options.body().isEmpty());
    }

    @Test
    void aClosedFrontendHidesEverythingElse() {
        node.closed.add(FrontendName.GOV);
        String closed =
                "404 {\"error\":{\"code\":\"FrontendNotOpen\",\"message\":\"Frontend is not"
                        + " open.\"}}";

        assertEquals(closed, DispatcherFixture.error(node.ask("GET", "/gov/unknown")));
        assertEquals(closed, DispatcherFixture.error(node.ask("OPTIONS", "/gov/x")));
    }

    @Test
    void ambiguousTemplatesAreFoundOnRequestAndCloseTheConnection() {
        app("GET", "/{a}/x", context -> text(200, ""));
        app("GET", "/y/{b}", context -> text(200, ""));

        HttpResponse answer = node.ask("GET", "/y/x");

        assertEquals(
                "500 {\"error\":{\"code\":\"InternalError\",\"message\":\"Exception: Multiple"
                        + " potential matches for path: /y/x\\n"
                        + "  /y/{b}\\n"
                        + "  /{a}/x\"}}",
                DispatcherFixture.error(answer));
        assertTrue(answer.closesSession());
    }

    @Test
    void exceptionsOfHandlersBecomeAnswersByTheirKind() {
        app(
                "GET",
                "/refusing",
                context -> {
                    throw new RpcException(418, "Teapot", "short and stout");
                });
        app(
                "GET",
                "/broken",
                context -> {
                    throw new IllegalStateException("wheel came off");
                });
        app("GET", "/json", context -> RpcResponse.json(Json.object().get("x").get("y")));

        assertEquals(
                "418 {\"error\":{\"code\":\"Teapot\",\"message\":\"short and stout\"}}",
                DispatcherFixture.error(node.ask("GET", "/refusing")));
        assertEquals(
                "500 {\"error\":{\"code\":\"InternalError\",\"message\":\"wheel came off\"}}",
                DispatcherFixture.error(node.ask("GET", "/broken")));
        assertEquals(500, node.ask("GET", "/json").status());
        assertFalse(node.ask("GET", "/broken").closesSession());
    }

    @Test
    void aSessionIsBoundToTheViewOfItsFirstCheckedRequest() {
        app("GET", "/x", context -> text(200, ""));
        HttpSession session = node.session();
        assertEquals(404, node.ask(session, "GET", "/unknown").status());
        assertEquals(0, session.view(), "an unknown path binds nothing");
        assertEquals(200, node.ask(session, "GET", "/x").status());
        assertEquals(2, session.view());

        node.status = Optional.of(DispatcherFixture.status(Role.LEADER, 4));
        HttpResponse lost = node.ask(session, "GET", "/x");

        assertEquals(
                "500 {\"error\":{\"code\":\"SessionConsistencyLost\",\"message\":\"Potential loss"
                        + " of session consistency on session 1. Started in view 2, now in view 4."
                        + " Closing session.\"}}",
                DispatcherFixture.error(lost));
        assertTrue(lost.closesSession());
        assertEquals(200, node.ask("GET", "/x").status(), "a new session begins anew");
    }

    @Test
    void onABackupWritesThatMustBeForwardedHaveNowhereToGo() {
        app("POST", "/always", context -> text(200, ""));
        node.endpoints.add(
                Endpoint.reading(
                        FrontendName.APP,
                        "POST",
                        "/sometimes",
                        context -> {
                            DispatcherFixture.put(context.transaction(), "k", "v");
                            return text(200, "");
                        }));
        node.status = Optional.of(DispatcherFixture.status(Role.FOLLOWER, 2));
        node.store.becomeBackup();

        assertEquals(
                "503 {\"error\":{\"code\":\"InternalError\",\"message\":\"RPC could not be"
                        + " forwarded to unknown primary.\"}}",
                DispatcherFixture.error(node.ask("POST", "/always")));
        assertEquals(
                "503 {\"error\":{\"code\":\"TransactionReplicationFailed\",\"message\":\"Transaction"
                    + " failed to replicate.\"}}",
                DispatcherFixture.error(node.ask("POST", "/sometimes")));
    }

    @Test
    void tooManyUncommittedTransactionsAreRefusedButNotForTheNodeFrontend() {
        node.uncommittedMax = 3;
        node.endpoints.add(
                Endpoint.reading(FrontendName.APP, "GET", "/x", context -> text(200, "")));
        node.endpoints.add(
                Endpoint.local(FrontendName.NODE, "GET", "/x", context -> text(200, "")));
        node.write(tx -> DispatcherFixture.put(tx, "a", "1"));
        node.write(tx -> DispatcherFixture.put(tx, "b", "1"));
        assertEquals(200, node.ask("GET", "/app/x").status());
        node.write(tx -> DispatcherFixture.put(tx, "c", "1"));

        HttpResponse refused = node.ask("GET", "/app/x");
        assertEquals(503, refused.status());
        assertTrue(refused.body().utf8().contains("TooManyPendingTransactions"));
        assertNotNull(refused.headers().get("retry-after"));
        assertEquals(200, node.ask("GET", "/node/x").status());
        node.status = Optional.of(DispatcherFixture.status(Role.FOLLOWER, 2));
        assertEquals(200, node.ask("GET", "/app/x").status(), "only a primary counts");
    }

    @Test
    void withAFullDiskWritesAreRefusedAndReadsAreNot() {
        app(
                "POST",
                "/x",
                context -> {
                    DispatcherFixture.put(context.transaction(), "k", "v");
                    return text(200, "");
                });
        app("GET", "/x", context -> text(200, DispatcherFixture.get(context.transaction(), "k")));
        node.isStalled = true;

        HttpResponse refused = node.ask("POST", "/x");
        assertEquals(503, refused.status());
        assertEquals("3", refused.headers().get("retry-after"));
        assertEquals("-", node.ask("GET", "/x").body().utf8());
        node.isStalled = false;
        assertEquals("2.1", DispatcherFixture.id(node.ask("POST", "/x")));
    }

    @Test
    void anEndpointThatNeedsTheRootGetsThatOfTheStateItReads() throws Exception {
        AtomicReference<CompletableFuture<Digest>> root = new AtomicReference<>();
        node.endpoints.add(
                Endpoint.writing(
                                FrontendName.APP,
                                "POST",
                                "/x",
                                context -> {
                                    root.set(context.rootAtRead());
                                    return text(200, "");
                                })
                        .withRoot());
        node.write(tx -> DispatcherFixture.put(tx, "a", "1"));

        node.ask("POST", "/x");

        CompletableFuture<Digest> future = root.get();
        assertNotNull(future);
        assertEquals(64, future.get(10, TimeUnit.SECONDS).hex().length());
    }
}
