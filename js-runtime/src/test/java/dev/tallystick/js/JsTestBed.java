package dev.tallystick.js;

import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.EntrySink;
import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real store with a real application on it; requests run on a thread with the stack that a node's
 * threads have.
 */
final class JsTestBed implements AutoCloseable {
    static final long STACK_BYTES = 16 << 20;

    /** One engine for all tests, as in a node: it is slow to start. */
    static final JsEngine ENGINE = new JsEngine();

    final Store store;
    final JsApplication application;

    JsTestBed() {
        store =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        (id, root, tree) -> WriteSet.EMPTY,
                        new NoSink());
        store.becomePrimary(2);
        application = new JsApplication(ENGINE, new FixedConsensus());
    }

    /** Commits what {@code write} does. */
    TxId write(Consumer<Transaction> write) {
        Transaction transaction = store.begin();
        write.accept(transaction);
        if (store.commit(transaction) instanceof CommitResult.Committed(TxId id)) {
            return id;
        }
        throw new AssertionError("not committed");
    }

    /** Deploys modules by name without a leading slash, as set_js_app does. */
    JsTestBed modules(Map<String, String> sources) {
        write(
                transaction ->
                        sources.forEach(
                                (name, text) ->
                                        transaction
                                                .map(JsTables.MODULES)
                                                .put(Bytes.utf8("/" + name), Bytes.utf8(text))));
        return this;
    }

    JsTestBed options(String json) {
        write(
                transaction ->
                        transaction
                                .map(JsTables.RUNTIME_OPTIONS)
                                .put(Bytes.EIGHT_ZEROS, Bytes.utf8(json)));
        return this;
    }

    JsTestBed endpoint(String key, String properties) {
        write(
                transaction ->
                        transaction
                                .map(JsTables.ENDPOINTS)
                                .put(Bytes.utf8(key), Bytes.utf8(properties)));
        return this;
    }

    /** Deploys a bundle folder: app.json and src/**. */
    JsTestBed bundle(Path folder) {
        try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.put(
                        folder.resolve("src").relativize(file).toString(), Files.readString(file));
            }
            modules(sources);
            JsonNode endpoints =
                    Json.parse(Files.readAllBytes(folder.resolve("app.json"))).get("endpoints");
            for (Map.Entry<String, JsonNode> path : endpoints.properties()) {
                for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
                    endpoint(
                            verb.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            stored(verb.getValue()));
                }
            }
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String stored(JsonNode properties) {
        JsonNode module = properties.get("js_module");
        return Json.compact(
                properties.deepCopy().asObject().put("js_module", "/" + module.stringValue()));
    }

    /**
     * Deploys one module, {@code /test.js}, whose export {@code handler} answers every {@code
     * call}.
     */
    JsTestBed handler(String source) {
        return modules(Map.of("test.js", source));
    }

    /** Runs {@code handler} of {@code /test.js} in read-write mode, and commits if it may. */
    JsResponse call() {
        return call(endpoint(JsEndpoint.Mode.READWRITE, "/test.js", "handler"), get("/test"));
    }

    static JsEndpoint endpoint(JsEndpoint.Mode mode, String module, String function) {
        return new JsEndpoint(
                "GET",
                "/test",
                JsEndpoint.Forwarding.SOMETIMES,
                JsEndpoint.Redirection.NONE,
                List.of(),
                mode,
                module,
                function,
                null,
                false,
                null);
    }

    JsResponse call(JsEndpoint endpoint, JsRequest request) {
        return onBigStack(
                () -> {
                    Transaction transaction = store.begin();
                    JsResponse response =
                            application.execute(new JsCall(transaction, endpoint, request));
                    if (response.writesApply()) {
                        CommitResult result = store.commit(transaction);
                        if (result instanceof CommitResult.Conflict) {
                            throw new AssertionError("conflict");
                        }
                    }
                    return response;
                });
    }

    /** Finds the endpoint and runs it, as a node does. */
    JsResponse request(JsRequest request) {
        if (application.find(store.begin(), request.verb(), request.path())
                instanceof JsLookup.Found found) {
            JsRequest withParams =
                    new JsRequest(
                            request.verb(),
                            request.path(),
                            request.rawQuery(),
                            request.headers(),
                            found.params(),
                            request.body(),
                            request.caller());
            return call(found.endpoint(), withParams);
        }
        throw new AssertionError("no endpoint for " + request.verb() + " " + request.path());
    }

    static JsRequest get(String pathAndQuery) {
        return request("GET", pathAndQuery, "");
    }

    static JsRequest request(String verb, String pathAndQuery, String body) {
        return request(verb, pathAndQuery, body, null);
    }

    static JsRequest request(
            String verb, String pathAndQuery, String body, @Nullable JsCaller caller) {
        int mark = pathAndQuery.indexOf('?');
        return new JsRequest(
                verb,
                mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
                mark < 0 ? "" : pathAndQuery.substring(mark + 1),
                new TreeMap<>(Map.of("host", "node:8080", "content-type", "application/json")),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                caller);
    }

    @Nullable String value(String table, String key) {
        return store.begin().map(table).get(Bytes.utf8(key)).map(Bytes::utf8).orElse(null);
    }

    static String text(JsResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static <T> T onBigStack(java.util.function.Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(null, task, "execution", STACK_BYTES).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** The ledger is not what is tested here. */
    private static final class NoSink implements EntrySink {
        @Override
        public void accept(List<PipelineEntry> batch) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** View 2 has everything up to seqno 10. */
    private static final class FixedConsensus implements ConsensusView {
        @Override
        public TxId lastCommitted() {
            return new TxId(2, 10);
        }

        @Override
        public Status status(TxId id) {
            if (id.view() != 2) {
                return Status.INVALID;
            }
            return id.seqno() <= 10 ? Status.COMMITTED : Status.UNKNOWN;
        }

        @Override
        public OptionalLong viewOf(long seqno) {
            return seqno <= 10 ? OptionalLong.of(2) : OptionalLong.empty();
        }
    }
}
