package dev.tallystick.node.rpc;

import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to run a request: everything its handler may use. A conflict at commit brings a new
 * context with a new transaction.
 *
 * @param request the request
 * @param endpoint that was found
 * @param params path parameters, raw text
 * @param caller whom the authentication policies recognised
 * @param transaction of this attempt
 * @param rootAtRead the Merkle root over all entries the transaction can see; null unless the
 *     endpoint {@link Endpoint#needsRoot()}
 */
public record RequestContext(
        RpcRequest request,
        Endpoint endpoint,
        Map<String, String> params,
        Caller caller,
        Transaction transaction,
        @Nullable CompletableFuture<Digest> rootAtRead) {
    /** A path parameter, percent-decoded; it must be in the template. */
    public String param(String name) {
        String raw = params.get(name);
        if (raw == null) {
            throw new IllegalArgumentException("no {" + name + "} in " + endpoint.path());
        }
        return Query.percentDecode(raw);
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        return request.query().first(name);
    }
}
