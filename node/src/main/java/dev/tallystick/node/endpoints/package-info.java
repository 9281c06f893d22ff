/**
 * The endpoints every node has, and the doors to those of governance and of applications.
 *
 * <p>{@code CommonEndpoints} are shared by the three frontends (commit, tx, receipt); {@code
 * NodeEndpoints} and its neighbours tell of the node and the service; {@code GovEndpoints} adapts
 * the routes of {@code dev.tallystick.governance}, {@code JsEndpoints} the deployed JavaScript
 * application. {@code Frontends} puts them together for the dispatcher.
 *
 * <p>What an endpoint must know of the running node comes through two ports that the node
 * implements, {@link dev.tallystick.node.endpoints.NodeView} and {@link
 * dev.tallystick.node.endpoints.ReceiptSource}; everything else is read from the tables by the
 * request's own transaction. Bodies and texts: spec 02, section 8.
 */
@NullMarked
package dev.tallystick.node.endpoints;

import org.jspecify.annotations.NullMarked;
