package dev.tallystick.node.rpc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Something a client can call.
 *
 * @param frontend it belongs to
 * @param verb upper case
 * @param path template within the frontend, e.g. {@code /network/nodes/{node_id}}
 * @param policies tried in order; empty = no authentication
 * @param forwarding what a backup does without redirections
 * @param redirection what an interface with redirections does
 * @param needsRoot whether the handler needs the Merkle root of the state it reads
 * @param operatorFeature that the interface must have enabled, null if none (spec 02, 3.8)
 * @param handler that answers
 */
public record Endpoint(
        FrontendName frontend,
        String verb,
        String path,
        List<AuthPolicy> policies,
        Forwarding forwarding,
        Redirection redirection,
        boolean needsRoot,
        @Nullable String operatorFeature,
        EndpointHandler handler) {
    /** Copies the list. */
    public Endpoint {
        policies = List.copyOf(policies);
    }

    /** One that only reads, or touches no table at all: forwarding sometimes, no redirection. */
    public static Endpoint reading(
            FrontendName frontend, String verb, String path, EndpointHandler handler) {
        return new Endpoint(
                frontend,
                verb,
                path,
                List.of(),
                Forwarding.SOMETIMES,
                Redirection.NONE,
                false,
                null,
                handler);
    }

    /** One that writes: to the primary in either scheme. */
    public static Endpoint writing(
            FrontendName frontend, String verb, String path, EndpointHandler handler) {
        return reading(frontend, verb, path, handler)
                .placed(Forwarding.ALWAYS, Redirection.TO_PRIMARY);
    }

    /** One that is about this very node: never forwarded, never redirected. */
    public static Endpoint local(
            FrontendName frontend, String verb, String path, EndpointHandler handler) {
        return reading(frontend, verb, path, handler).placed(Forwarding.NEVER, Redirection.NONE);
    }

    private Endpoint placed(Forwarding newForwarding, Redirection newRedirection) {
        return new Endpoint(
                frontend,
                verb,
                path,
                policies,
                newForwarding,
                newRedirection,
                needsRoot,
                operatorFeature,
                handler);
    }

    /** The same behind authentication. */
    public Endpoint withPolicies(List<AuthPolicy> newPolicies) {
        return new Endpoint(
                frontend,
                verb,
                path,
                newPolicies,
                forwarding,
                redirection,
                needsRoot,
                operatorFeature,
                handler);
    }

    /** The same, with the root of the state it reads at hand. */
    public Endpoint withRoot() {
        return new Endpoint(
                frontend,
                verb,
                path,
                policies,
                forwarding,
                redirection,
                true,
                operatorFeature,
                handler);
    }

    /** The template with the frontend's prefix, e.g. {@code /app/log/{id}}. */
    public String fullPath() {
        return frontend.prefix() + path;
    }
}
