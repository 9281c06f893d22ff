/**
 * A local service for trying things out: {@code tally sandbox}.
 *
 * <p>{@link dev.tallystick.node.sandbox.Sandbox} does what a consortium would do by hand, by the
 * real route: it makes keys and certificates for members and users, writes a node configuration,
 * starts a node as a child process, and then acts as the members over HTTPS: they acknowledge the
 * state, and by signed proposals add the users, deploy the application and open the service. It
 * reports each step as a line of text, and ends with a {@link
 * dev.tallystick.node.sandbox.SandboxSummary} of everything a newcomer needs to go on.
 *
 * <p>It knows the node only from outside: files, HTTP and the exit of a process. It prints nothing.
 */
@NullMarked
package dev.tallystick.node.sandbox;

import org.jspecify.annotations.NullMarked;
