/**
 * The command line: the only place of the house that reads arguments, prints, and ends the process.
 *
 * <p>{@link dev.tallystick.node.cli.Tally} is the main class. {@code tally --config FILE} runs a
 * node exactly as CCF's executable does (spec 06, 1.1), including its exit statuses; {@code tally
 * node}, {@code tally sandbox}, and the auditors' commands are for people. Each command is a small
 * class that turns its options into one call of the package that does the work, and the outcome
 * into text and an {@link dev.tallystick.node.config.ExitStatus}.
 *
 * <p>A running node logs to standard output and leaves standard error empty; everything else prints
 * results to standard output and refusals, one line each, to standard error.
 */
@NullMarked
package dev.tallystick.node.cli;

import org.jspecify.annotations.NullMarked;
