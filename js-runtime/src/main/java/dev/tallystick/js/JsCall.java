package dev.tallystick.js;

import dev.tallystick.kv.Transaction;

/**
 * One attempt to execute a request: everything the handler may touch.
 *
 * @param transaction of this attempt; a retry after a conflict brings a new one
 */
public record JsCall(Transaction transaction, JsEndpoint endpoint, JsRequest request) {}
