package dev.tallystick.node.config;

import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A listener for clients (spec 06, 1.5; spec 02, 2.2).
 *
 * @param bindAddress where to listen
 * @param publishedAddress what clients should connect to; none: the bound address
 * @param appProtocol HTTP version
 * @param maxOpenSessionsSoft above it a session is answered 503 and closed
 * @param maxOpenSessionsHard above it a connection is closed before its handshake
 * @param httpLimits limits on requests
 * @param authority which certificate the listener shows
 * @param acceptedEndpoints regular expressions of path templates; null = all (but none where {@code
 *     authority} is {@link Authority#UNSECURED})
 * @param forwardingTimeout 504 after this time without an answer of the primary
 * @param redirections whom to redirect to instead of forwarding; null = forward
 * @param enabledOperatorFeatures operator features offered here
 * @param asWritten the members of the configuration file, for {@code nodes.info}; not to be changed
 */
public record RpcInterface(
        Address bindAddress,
        @Nullable Address publishedAddress,
        AppProtocol appProtocol,
        int maxOpenSessionsSoft,
        int maxOpenSessionsHard,
        HttpLimits httpLimits,
        Authority authority,
        @Nullable List<String> acceptedEndpoints,
        Duration forwardingTimeout,
        @Nullable Redirections redirections,
        Set<OperatorFeature> enabledOperatorFeatures,
        ObjectNode asWritten) {

    /** Members whose default value is left out of {@code nodes.info}. */
    private static final Map<String, String> OMITTED_DEFAULTS =
            Map.of("protocol", "tcp", "app_protocol", "HTTP1");

    /** Members of the interface object of {@code nodes.info} that are taken over as written. */
    private static final List<String> STORED_MEMBERS =
            List.of(
                    "accepted_endpoints",
                    "app_protocol",
                    "enabled_operator_features",
                    "endorsement",
                    "forwarding_timeout_ms",
                    "http_configuration",
                    "max_open_sessions_hard",
                    "max_open_sessions_soft",
                    "protocol",
                    "redirections");

    /** HTTP version of a listener. */
    public enum AppProtocol {
        /** HTTP/1.1. */
        HTTP1,
        /** HTTP/2. */
        HTTP2
    }

    /** Which certificate a listener shows (spec 06, 3.3). */
    public enum Authority {
        /** The node's self-signed certificate. */
        NODE,
        /** The node's certificate endorsed by the service. */
        SERVICE,
        /** None: plain HTTP. */
        UNSECURED
    }

    /** What an operator may do through a listener. */
    public enum OperatorFeature {
        /** Fetch snapshots. */
        SNAPSHOT_READ
    }

    /**
     * Limits on requests (spec 02, 2.5).
     *
     * @param maxBodySize body, 413 beyond it
     * @param maxHeaderSize each header name and each value, 431 beyond it
     * @param maxHeadersCount distinct header names, 431 beyond it
     * @param maxConcurrentStreamsCount HTTP/2 streams of one connection
     * @param initialWindowSize HTTP/2 flow control window
     * @param maxFrameSize HTTP/2 frame, 16 KB to 16 MB
     */
    public record HttpLimits(
            ByteSize maxBodySize,
            ByteSize maxHeaderSize,
            int maxHeadersCount,
            int maxConcurrentStreamsCount,
            ByteSize initialWindowSize,
            ByteSize maxFrameSize) {}

    /** Keeps unmodifiable copies. */
    public RpcInterface {
        acceptedEndpoints = acceptedEndpoints == null ? null : List.copyOf(acceptedEndpoints);
        enabledOperatorFeatures = Set.copyOf(enabledOperatorFeatures);
        asWritten = asWritten.deepCopy();
    }

    /**
     * The address for clients, once the listener is bound (spec 06, 1.4).
     *
     * @param bound what the system assigned
     */
    public Address published(Address bound) {
        return PublishedAddress.resolve(publishedAddress, bound);
    }

    /**
     * The interface object of {@code nodes.info}: addresses resolved, the rest as set by the
     * operator, without defaults (spec 03, 7.3).
     *
     * @param bound what the system assigned
     * @return a new object
     */
    public ObjectNode toJson(Address bound) {
        ObjectNode json = Json.object();
        json.put("bind_address", bound.toString());
        json.put("published_address", published(bound).toString());
        for (String member : STORED_MEMBERS) {
            JsonNode value = asWritten.get(member);
            if (value != null && !isOmitted(member, value)) {
                json.set(member, value.deepCopy());
            }
        }
        return json;
    }

    private boolean isOmitted(String member, JsonNode value) {
        if (member.equals("endorsement")) {
            return authority == Authority.SERVICE;
        }
        return value.isString() && value.stringValue().equals(OMITTED_DEFAULTS.get(member));
    }
}
