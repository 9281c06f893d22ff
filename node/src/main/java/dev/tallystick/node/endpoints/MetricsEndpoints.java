package dev.tallystick.node.endpoints;

import dev.tallystick.js.JsRuntimeOptions;
import dev.tallystick.js.JsTables;
import dev.tallystick.ledger.Json;
import dev.tallystick.node.http.SessionMetrics;
import dev.tallystick.node.rpc.Endpoint;
import dev.tallystick.node.rpc.FrontendName;
import dev.tallystick.node.rpc.JsonHandler;
import dev.tallystick.node.rpc.RequestContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Figures of the process (spec 02, 8.2). */
final class MetricsEndpoints {
    private static final FrontendName NODE = FrontendName.NODE;

    private final NodeView node;

    MetricsEndpoints(NodeView node) {
        this.node = node;
    }

    List<Endpoint> all() {
        JsonHandler memory = context -> memory();
        JsonHandler metrics = context -> metrics();
        JsonHandler jsMetrics = MetricsEndpoints::jsMetrics;
        JsonHandler jwtMetrics = context -> jwtMetrics();
        return List.of(
                Endpoint.local(NODE, "GET", "/memory", memory.plain()),
                Endpoint.local(NODE, "GET", "/metrics", metrics.plain()),
                Endpoint.reading(NODE, "GET", "/js_metrics", jsMetrics.negotiating()),
                Endpoint.reading(
                        NODE, "GET", "/jwt_keys/refresh/metrics", jwtMetrics.negotiating()));
    }

    private static JsonNode memory() {
        ProcessMemory memory = ProcessMemory.now();
        return Json.object()
                .put("current_allocated_heap_size", memory.currentBytes())
                .put("max_total_heap_size", memory.maxBytes())
                .put("peak_allocated_heap_size", memory.peakBytes());
    }

    private JsonNode metrics() {
        ObjectNode sessions = Json.object();
        SessionMetrics metrics = node.sessions();
        sessions.put("active", metrics == null ? 0 : metrics.active());
        sessions.put("peak", metrics == null ? 0 : metrics.peak());
        ObjectNode interfaces = sessions.putObject("interfaces");
        if (metrics != null) {
            metrics.interfaces().forEach((name, one) -> interfaces.set(name, json(one)));
        }
        return Json.object().set("sessions", sessions);
    }

    private static ObjectNode json(SessionMetrics.PerInterface metrics) {
        ObjectNode json =
                Json.object()
                        .put("active", metrics.active())
                        .put("peak", metrics.peak())
                        .put("soft_cap", metrics.softCap())
                        .put("hard_cap", metrics.hardCap());
        json.putObject("errors")
                .put("parsing", metrics.errors().parsing())
                .put("request_payload_too_large", metrics.errors().requestPayloadTooLarge())
                .put("request_header_too_large", metrics.errors().requestHeaderTooLarge());
        return json;
    }

    /** Bytecode is never used: its tables are another engine's (spec 03, 7.4). */
    private static JsonNode jsMetrics(RequestContext context) {
        JsRuntimeOptions options = JsTables.runtimeOptions(context.transaction());
        return Json.object()
                .put("bytecode_size", 0)
                .put("bytecode_used", false)
                .put("max_cached_interpreters", options.maxCachedInterpreters())
                .put("max_execution_time", options.maxExecutionTimeMillis())
                .put("max_heap_size", options.maxHeapBytes())
                .put("max_stack_size", options.maxStackBytes());
    }

    /** This node refreshes no keys, so it has attempted none. */
    private static JsonNode jwtMetrics() {
        return Json.object().put("attempts", 0).put("failures", 0).put("successes", 0);
    }
}
