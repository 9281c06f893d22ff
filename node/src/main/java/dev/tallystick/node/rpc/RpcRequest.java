package dev.tallystick.node.rpc;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.node.http.HttpRequest;
import dev.tallystick.node.http.HttpSession;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A request with its target taken apart.
 *
 * @param http as received
 * @param target its parts
 * @param query its parameters
 */
public record RpcRequest(HttpRequest http, RequestTarget target, Query query) {
    /** Takes {@code http} apart. */
    public static RpcRequest of(HttpRequest http) {
        RequestTarget target = RequestTarget.parse(http.target());
        return new RpcRequest(http, target, Query.parse(target.rawQuery()));
    }

    /** Upper-case verb. */
    public String verb() {
        return http.method();
    }

    /** The path within the frontend, not decoded. */
    public String path() {
        return target.path();
    }

    /** The connection it came by. */
    public HttpSession session() {
        return http.session();
    }

    /** All headers, by lower-case name. */
    public SortedMap<String, String> headers() {
        return http.headers();
    }

    /** One header, by lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(http.headers().get(name));
    }

    /** The body; empty if none. */
    public Bytes body() {
        return http.body();
    }

    /** DER of the client's certificate, null if it sent none. */
    public @Nullable Bytes callerCertificate() {
        return http.session().callerCertificate();
    }
}
