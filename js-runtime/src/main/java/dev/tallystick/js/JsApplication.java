package dev.tallystick.js;

import dev.tallystick.js.ccf.AbortedException;
import dev.tallystick.js.ccf.ApplicationFunctions;
import dev.tallystick.js.ccf.ExecutionMode;
import dev.tallystick.js.ccf.Extension;
import dev.tallystick.js.ccf.Interpreter;
import dev.tallystick.js.ccf.Invocation;
import dev.tallystick.js.guest.ScriptException;
import dev.tallystick.kv.Transaction;

import org.graalvm.polyglot.Value;

import java.util.List;

/**
 * The deployed JavaScript application: finds the endpoint for a request and runs its handler (spec
 * 04, sections 3 to 6).
 *
 * <p>Scripts find the documented {@code ccf} global; beyond CCF its table handles also have ordered
 * {@code range} reads, see {@code dev.tallystick.js.ccf}.
 *
 * <p>Nothing is remembered between requests: endpoints, modules and options are read through each
 * request's transaction, so that a deployment takes effect with the first transaction that sees it,
 * and every request has a fresh global object. Thread-safe.
 */
public final class JsApplication {
    private final JsEngine engine;
    private final EndpointTable endpoints = new EndpointTable();
    private final List<Extension> extensions;

    /** An application on an engine, with this node's view of consensus. */
    public JsApplication(JsEngine engine, ConsensusView consensus) {
        this.engine = engine;
        this.extensions =
                List.of(ApplicationFunctions.extension(), ConsensusFunctions.extension(consensus));
    }

    /**
     * Looks a request up in the endpoints table: the exact path first, then templates.
     *
     * @param verb upper case
     * @param path without the {@code /app} prefix and the query
     */
    public JsLookup find(Transaction transaction, String verb, String path) {
        return endpoints.find(transaction, verb, path);
    }

    /** Every endpoint that can be read, for the API document; malformed rows are left out. */
    public List<JsEndpoint> endpoints(Transaction transaction) {
        return endpoints.all(transaction);
    }

    /**
     * Runs the endpoint's handler on the calling thread. Failures of the script are responses too,
     * with CCF's error bodies; the transaction is left to the caller, who commits it if {@link
     * JsResponse#writesApply()}.
     *
     * <p>An {@code async} handler's promise is followed until it is settled; one that can never be
     * is a 500.
     */
    public JsResponse execute(JsCall call) {
        Transaction transaction = call.transaction();
        JsEndpoint endpoint = call.endpoint();
        JsRequest request = call.request();
        JsRuntimeOptions options = JsTables.runtimeOptions(transaction);
        Invocation invocation =
                new Invocation(
                        modeOf(endpoint),
                        transaction,
                        request.body(),
                        RequestText.coseContent(request.caller()));
        Answers answers = new Answers(endpoint, options, invocation);
        if (endpoint.mode() == JsEndpoint.Mode.HISTORICAL) {
            return answers.error(
                    "Historical endpoints are not supported by this version of the node.");
        }
        try (Interpreter interpreter =
                engine.open(
                        Limits.of(options), key -> JsTables.module(transaction, key), extensions)) {
            interpreter.attach(invocation);
            return run(interpreter, call, answers, invocation);
        } catch (AbortedException e) {
            return answers.error(String.valueOf(e.getMessage()));
        }
    }

    private static JsResponse run(
            Interpreter interpreter, JsCall call, Answers answers, Invocation invocation) {
        JsEndpoint endpoint = call.endpoint();
        Interpreter.Export export;
        try {
            export = interpreter.load(endpoint.module(), endpoint.module(), endpoint.function());
        } catch (ScriptException e) {
            invocation.throwIfAborted();
            return answers.notLoaded(e);
        }
        invocation.throwIfAborted();
        return switch (export) {
            case Interpreter.Export.Missing missing -> answers.exportMissing();
            case Interpreter.Export.NotCallable other -> answers.exportNotCallable();
            case Interpreter.Export.Function function ->
                    invoke(interpreter, function.value(), call, answers, invocation);
        };
    }

    private static JsResponse invoke(
            Interpreter interpreter,
            Value handler,
            JsCall call,
            Answers answers,
            Invocation invocation) {
        String request = RequestText.of(call.request(), call.endpoint());
        try {
            ResponseReader.Draft draft =
                    interpreter.call(
                            prelude -> {
                                // Promises are followed when the first call returns, before the
                                // second.
                                prelude.getMember("callHandler").executeVoid(handler, request);
                                return ResponseReader.read(
                                        prelude.getMember("takeResponse").execute());
                            });
            invocation.throwIfAborted();
            return answers.of(draft);
        } catch (ScriptException e) {
            invocation.throwIfAborted();
            return answers.threw(e);
        }
    }

    private static ExecutionMode modeOf(JsEndpoint endpoint) {
        return switch (endpoint.mode()) {
            case READWRITE -> ExecutionMode.APPLICATION;
            case READONLY, HISTORICAL -> ExecutionMode.READ_ONLY_APPLICATION;
        };
    }
}
