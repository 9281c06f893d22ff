package dev.tallystick.node.http;

import java.util.SortedMap;

/**
 * Open connections and protocol errors since the start (spec 02, 8.2, {@code /node/metrics}).
 *
 * @param active open now, all interfaces
 * @param peak most open at one time
 * @param interfaces by name
 */
public record SessionMetrics(long active, long peak, SortedMap<String, PerInterface> interfaces) {
    /**
     * Figures of one interface.
     *
     * @param active open now
     * @param peak most open at one time
     * @param softCap sessions from which on new ones are answered 503
     * @param hardCap sessions from which on new ones are closed
     * @param errors that closed connections
     */
    public record PerInterface(long active, long peak, long softCap, long hardCap, Errors errors) {}

    /**
     * Counts of refused requests.
     *
     * @param parsing bytes that are not HTTP
     * @param requestPayloadTooLarge bodies over the limit
     * @param requestHeaderTooLarge headers over the limit, or too many
     */
    public record Errors(long parsing, long requestPayloadTooLarge, long requestHeaderTooLarge) {}
}
