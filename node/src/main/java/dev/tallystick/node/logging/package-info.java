/**
 * The log of a node: lines on standard output, in the columns or the JSON members that CCF's tools
 * expect (spec 06, 9.3).
 *
 * <p>The rest of the house logs through SLF4J and knows nothing of this package. {@link
 * dev.tallystick.node.logging.NodeLogging#configure} sets level and form once at start; before that
 * the same text form applies at level info, because Logback finds {@link
 * dev.tallystick.node.logging.LogbackConfigurator} as a service. There is no XML.
 *
 * <p>SLF4J levels are shown as CCF's: {@code warn} and {@code error} are {@code fail}; a marker
 * named {@code fatal} makes a line {@code fatal}. Any other marker is the line's tag ({@code app},
 * {@code gov}, {@code raft}, {@code rollback}, {@code assert}).
 */
@NullMarked
package dev.tallystick.node.logging;

import org.jspecify.annotations.NullMarked;
