package dev.tallystick.governance.api;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A request to a governance endpoint, as the server took it apart.
 *
 * @param pathParameters by name, still percent-encoded
 * @param query by name, decoded; the first value of each
 * @param contentType null when the header is absent
 * @param body empty when there is none
 * @param rootAtRead the Merkle root over every transaction up to the one that is read; given (and
 *     completed soon) for routes that need it
 */
public record GovRequest(
        Map<String, String> pathParameters,
        Map<String, String> query,
        @Nullable String contentType,
        Bytes body,
        @Nullable CompletableFuture<Digest> rootAtRead) {
    /** Copies the maps. */
    public GovRequest {
        pathParameters = Map.copyOf(pathParameters);
        query = Map.copyOf(query);
    }
}
