/**
 * The auditors' commands: {@code tally ledger …}, {@code tally snapshot …}, {@code tally receipt
 * …}.
 *
 * <p>Each is a small {@link dev.tallystick.node.cli.audit.AuditCommand}: it turns its options into
 * one call of {@code dev.tallystick.ledger}, and the outcome into text or JSON. They need no node
 * and no network. All end with status 0 where something is valid, 1 where it is not, and 2 where
 * the command line or a file cannot be used; {@link dev.tallystick.node.cli.audit.AuditCommands}
 * lists them.
 */
@NullMarked
package dev.tallystick.node.cli.audit;

import org.jspecify.annotations.NullMarked;
