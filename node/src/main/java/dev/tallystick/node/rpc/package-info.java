/**
 * What happens to a request between the socket and its handler, and back.
 *
 * <p>{@link dev.tallystick.node.rpc.Dispatcher} is the pipeline of spec 02, 3.1, in its fixed
 * order: frontend ({@link dev.tallystick.node.rpc.RequestTarget}), back-pressure, lookup ({@link
 * dev.tallystick.node.rpc.EndpointFinder}), interface filters ({@link
 * dev.tallystick.node.rpc.InterfaceRules}), forwarding or redirection ({@link
 * dev.tallystick.node.rpc.Placement}), authentication ({@link dev.tallystick.node.rpc.AuthPolicy}),
 * handler, session consistency, commit; all of it again with a fresh transaction when the commit
 * conflicts.
 *
 * <p>An {@link dev.tallystick.node.rpc.Endpoint} is data: verb, path template, policies, forwarding
 * classes and an {@link dev.tallystick.node.rpc.EndpointHandler}. Which endpoints there are, and
 * what they know of the node, is the business of {@code dev.tallystick.node.endpoints}; sockets are
 * that of {@code dev.tallystick.node.http}.
 */
@NullMarked
package dev.tallystick.node.rpc;

import org.jspecify.annotations.NullMarked;
