/**
 * What all commands print with: the {@link dev.tallystick.node.cli.terminal.Console}, tables and
 * rows for people, a progress bar. Knows of no command.
 */
@NullMarked
package dev.tallystick.node.cli.terminal;

import org.jspecify.annotations.NullMarked;
