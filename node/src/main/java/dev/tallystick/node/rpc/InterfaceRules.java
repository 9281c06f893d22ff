package dev.tallystick.node.rpc;

import dev.tallystick.node.http.Authority;
import dev.tallystick.node.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be called on one interface (spec 02, 3.8). Refusals have no body.
 *
 * @param acceptedEndpoints one must match the whole full path template; null = not configured
 * @param operatorFeatures that are enabled, e.g. {@code SnapshotRead}
 */
public record InterfaceRules(
        @Nullable List<Pattern> acceptedEndpoints, Set<String> operatorFeatures) {
    /** Nothing configured. */
    public static final InterfaceRules NONE = new InterfaceRules(null, Set.of());

    /** Copies the collections. */
    public InterfaceRules {
        acceptedEndpoints = acceptedEndpoints == null ? null : List.copyOf(acceptedEndpoints);
        operatorFeatures = Set.copyOf(operatorFeatures);
    }

    /** The refusal of {@code endpoint} on an interface of {@code authority}; empty if allowed. */
    Optional<HttpResponse> refusal(Endpoint endpoint, Authority authority) {
        String feature = endpoint.operatorFeature();
        if (feature != null && !operatorFeatures.contains(feature)) {
            return Optional.of(HttpResponse.empty(404));
        }
        List<Pattern> accepted = acceptedEndpoints;
        boolean isAccepted =
                accepted == null
                        ? authority != Authority.UNSECURED
                        : accepted.stream().anyMatch(p -> p.matcher(endpoint.fullPath()).matches());
        return isAccepted ? Optional.empty() : Optional.of(HttpResponse.empty(503));
    }
}
