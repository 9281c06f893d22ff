package dev.tallystick.node.rpc;

import dev.tallystick.node.http.HttpResponse;

import tools.jackson.databind.JsonNode;

/**
 * What a handler wants answered, and whether its writes shall stand.
 *
 * @param http the answer, without transaction id
 * @param appliesWrites whether the transaction is committed (spec 02, 3.1)
 */
public record RpcResponse(HttpResponse http, boolean appliesWrites) {
    /** By the rule: writes stand if the status is 200 to 299. */
    public static RpcResponse of(HttpResponse http) {
        return new RpcResponse(http, http.isSuccess());
    }

    /** 200 with a JSON value. */
    public static RpcResponse json(JsonNode value) {
        return of(HttpResponse.json(200, value));
    }

    /** An answer without body. */
    public static RpcResponse empty(int status) {
        return of(HttpResponse.empty(status));
    }
}
