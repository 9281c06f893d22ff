package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A set of endpoints that can be searched (spec 02, 3.3). */
public interface EndpointFinder {
    /**
     * Looks for the endpoint of {@code verb} and {@code path}.
     *
     * @param path within the frontend, not decoded
     * @param transaction of this attempt, for finders whose endpoints are in the store; not to be
     *     asked for by others
     */
    Lookup find(String verb, String path, Supplier<Transaction> transaction);

    /** What a search finds. */
    sealed interface Lookup {
        /**
         * Exactly one endpoint.
         *
         * @param params path parameters, raw text
         */
        record Found(Endpoint endpoint, Map<String, String> params) implements Lookup {}

        /** Something that cannot be used, such as two matching templates: 500, and close. */
        record Broken(String message) implements Lookup {}

        /**
         * Nothing.
         *
         * @param otherVerbs verbs for which the path would match; empty if the path is unknown
         */
        record Missing(Set<String> otherVerbs) implements Lookup {
            /** Copies the set. */
            public Missing {
                otherVerbs = Set.copyOf(otherVerbs);
            }
        }
    }
}
