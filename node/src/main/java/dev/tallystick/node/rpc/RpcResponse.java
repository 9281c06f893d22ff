package dev.tallystick.node.rpc;

import dev.tallystick.ledger.TxId;
import dev.tallystick.node.http.HttpResponse;

import tools.jackson.databind.JsonNode;

import java.util.function.Consumer;

/**
 * What a handler wants answered, and what shall become of its transaction.
 *
 * @param http the answer, without transaction id
 * @param appliesWrites whether the transaction is committed (spec 02, 3.1)
 * @param tellsTransactionId whether the answer names the transaction, if it touched a table
 * @param afterCommit called with the id of the entry once there is one; not at all for a
 *     transaction that wrote nothing
 */
public record RpcResponse(
        HttpResponse http,
        boolean appliesWrites,
        boolean tellsTransactionId,
        Consumer<TxId> afterCommit) {
    /** By the rule: writes stand if the status is 200 to 299. */
    public static RpcResponse of(HttpResponse http) {
        return of(http, http.isSuccess());
    }

    /** Whatever the status. */
    public static RpcResponse of(HttpResponse http, boolean appliesWrites) {
        return new RpcResponse(http, appliesWrites, true, id -> {});
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
