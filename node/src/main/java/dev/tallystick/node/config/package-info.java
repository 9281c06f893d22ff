/**
 * What the operator asked for: the node's configuration file as typed values (spec 06, section 1).
 *
 * <p>{@link dev.tallystick.node.config.NodeConfigurationReader} turns the file into one immutable
 * {@link dev.tallystick.node.config.NodeConfiguration}: JSON, then the embedded draft-07 schema,
 * then the rules that a schema cannot tell (unit strings, addresses, regular expressions). All
 * violations are collected, each with its JSON path and what to do about it, and reported by one
 * {@link dev.tallystick.node.config.StartupException}, which also carries the exit status of the
 * process. {@link dev.tallystick.node.config.StartupChecks} looks at the world around the file (PID
 * file, ledger directories), and {@link dev.tallystick.node.config.StartInputs} reads the files
 * that a new service starts from.
 *
 * <p>This package knows nothing of the node that will run: it opens no socket, makes no key and
 * logs nothing.
 */
@NullMarked
package dev.tallystick.node.config;

import org.jspecify.annotations.NullMarked;
