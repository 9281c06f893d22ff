package dev.tallystick.js;

import dev.tallystick.js.ccf.Invocation;
import dev.tallystick.js.guest.ScriptException;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The responses to one request: the handler's own, and the errors that stand for its failures (spec
 * 04, 6.3).
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(JsApplication.class);

    private final JsEndpoint endpoint;
    private final JsRuntimeOptions options;
    private final Invocation invocation;

    Answers(JsEndpoint endpoint, JsRuntimeOptions options, Invocation invocation) {
        this.endpoint = endpoint;
        this.options = options;
        this.invocation = invocation;
    }

    JsResponse of(ResponseReader.Draft draft) {
        String problem = draft.problem();
        if (problem == null) {
            return complete(draft.status(), draft.headers(), draft.body());
        }
        if (problem.equals("pending")) {
            LOG.warn(
                    MarkerFactory.getMarker("app"),
                    "{} {} returned a promise that never settles",
                    endpoint.verb(),
                    endpoint.path());
            return error(
                    "The endpoint function returned a promise that is still pending:"
                            + " nothing that it waits for can happen within a request.");
        }
        return error(draft.headers(), invalid(problem) + ".", null);
    }

    JsResponse threw(ScriptException e) {
        if (options.logExceptionDetails()) {
            LOG.warn(
                    MarkerFactory.getMarker("app"),
                    "{}: {}",
                    e.reason(),
                    e.trace() == null ? "<no trace>" : e.trace());
        }
        ScriptException details = options.returnExceptionDetails() ? e : null;
        String message;
        if (e.kind() == ScriptException.Kind.TIMED_OUT) {
            message = "Operation took too long to complete.";
        } else if (invocation.isConvertingBody()) {
            message =
                    invalid("error during JSON conversion of body") + (details == null ? "." : "");
        } else {
            message = "Exception thrown while executing.";
        }
        return error(new TreeMap<>(), message, details);
    }

    JsResponse notLoaded(ScriptException e) {
        String module = endpoint.module();
        return error(
                switch (e.kind()) {
                    case NOT_FOUND -> "Module '" + module + "' could not be loaded";
                    case NOT_COMPILED -> "Failed to compile module '" + module + "': " + e.reason();
                    case NOT_RESOLVED ->
                            "Failed to resolve dependencies for module '"
                                    + module
                                    + "': "
                                    + e.reason();
                    case NOT_LINKED, TIMED_OUT -> "Failed to execute " + module + ": " + e.reason();
                    case THREW -> exportMissingText();
                });
    }

    JsResponse exportMissing() {
        return error(exportMissingText());
    }

    private String exportMissingText() {
        return "Failed to find export '"
                + endpoint.function()
                + "' in module '"
                + endpoint.module()
                + "'";
    }

    JsResponse exportNotCallable() {
        return error(
                "Export '"
                        + endpoint.function()
                        + "' of module '"
                        + endpoint.module()
                        + "' is not a function");
    }

    JsResponse error(String message) {
        return error(new TreeMap<>(), message, null);
    }

    private static String invalid(String problem) {
        return "Invalid endpoint function return value (" + problem + ")";
    }

    private JsResponse error(
            SortedMap<String, String> headers, String message, @Nullable ScriptException details) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("code", "InternalError");
        error.put("message", message);
        if (details != null) {
            ObjectNode detail = error.putArray("details").addObject();
            detail.put("code", "JSException");
            detail.put("message", details.reason());
            if (details.trace() != null) {
                detail.put("trace", details.trace());
            }
        }
        headers.put("content-type", "application/json");
        return complete(500, headers, Json.compact(body).getBytes(StandardCharsets.UTF_8));
    }

    private JsResponse complete(int status, SortedMap<String, String> headers, byte[] body) {
        return new JsResponse(
                status, headers, body, invocation.applyWrites(), invocation.claimsDigest());
    }
}
