/**
 * The edge of the node: sockets, TLS and HTTP/1.1, and nothing that knows what a request means.
 *
 * <p>{@link dev.tallystick.node.http.HttpServer} listens on the configured interfaces. A connection
 * lives on one Netty event loop: admission (certificate there? session caps), TLS, the strict
 * parser with its limits, then {@code ConnectionHandler}, which hands one request at a time to the
 * {@link dev.tallystick.node.http.RequestHandler} on an execution thread and writes the answers in
 * the order of the requests. Everything a client may make grow has a bound: {@link
 * dev.tallystick.node.http.HttpLimits}, the session caps of {@link
 * dev.tallystick.node.http.InterfaceOptions}, the execution queue and the pipelining window of
 * {@link dev.tallystick.node.http.HttpServerOptions}.
 *
 * <p>Rules: spec 02, section 2. This package must not know frontends, endpoints, transactions or
 * the ledger; those are {@code dev.tallystick.node.rpc} and {@code dev.tallystick.node.endpoints}.
 */
@NullMarked
package dev.tallystick.node.http;

import org.jspecify.annotations.NullMarked;
