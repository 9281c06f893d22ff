package dev.tallystick.js;

import tools.jackson.databind.JsonNode;

/**
 * The limits and switches of the JavaScript runtime, as governance sets them in {@code
 * public:ccf.gov.js_runtime_options} (spec 04, 2.6).
 *
 * @param maxHeapBytes live heap one interpreter may hold, bytes
 * @param maxStackBytes native stack one interpreter may use, bytes
 * @param maxExecutionTimeMillis wall-clock time of one call of a handler or constitution function,
 *     milliseconds
 * @param logExceptionDetails whether reason and trace of an exception go to the node's log
 * @param returnExceptionDetails whether they go into the HTTP error body
 * @param maxCachedInterpreters how many reusable interpreters a node keeps
 */
public record JsRuntimeOptions(
        long maxHeapBytes,
        long maxStackBytes,
        long maxExecutionTimeMillis,
        boolean logExceptionDetails,
        boolean returnExceptionDetails,
        long maxCachedInterpreters) {

    /**
     * What holds while governance has set nothing: 100 MiB, 1 MiB, 5 s, no details, 10
     * interpreters.
     */
    public static final JsRuntimeOptions DEFAULT =
            new JsRuntimeOptions(100L << 20, 1L << 20, 5_000, false, false, 10);

    /**
     * Reads the stored JSON value. Absent and {@code null} fields take their defaults, unknown ones
     * are ignored, and so is a field of the wrong type: one bad record must not break every
     * request.
     */
    public static JsRuntimeOptions fromJson(JsonNode json) {
        return new JsRuntimeOptions(
                number(json, "max_heap_bytes", DEFAULT.maxHeapBytes),
                number(json, "max_stack_bytes", DEFAULT.maxStackBytes),
                number(json, "max_execution_time_ms", DEFAULT.maxExecutionTimeMillis),
                flag(json, "log_exception_details"),
                flag(json, "return_exception_details"),
                number(json, "max_cached_interpreters", DEFAULT.maxCachedInterpreters));
    }

    /**
     * The same options with heap, stack and time raised to at least their defaults, as governance
     * runs.
     */
    public JsRuntimeOptions withGovernanceFloors() {
        return new JsRuntimeOptions(
                Math.max(maxHeapBytes, DEFAULT.maxHeapBytes),
                Math.max(maxStackBytes, DEFAULT.maxStackBytes),
                Math.max(maxExecutionTimeMillis, DEFAULT.maxExecutionTimeMillis),
                logExceptionDetails,
                returnExceptionDetails,
                maxCachedInterpreters);
    }

    private static long number(JsonNode json, String field, long fallback) {
        JsonNode value = json.get(field);
        return value != null && value.isIntegralNumber() && value.canConvertToLong()
                ? Math.max(0, value.longValue())
                : fallback;
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value != null && value.isBoolean() && value.booleanValue();
    }
}
