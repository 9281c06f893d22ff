/**
 * The built-in tables: one typed definition each, with the exact bytes of its keys and values.
 *
 * <p>{@link dev.tallystick.governance.tables.Tables} names them all. A {@link
 * dev.tallystick.governance.tables.Table} maps keys to values through two {@link
 * dev.tallystick.governance.tables.Codec}s; a {@link dev.tallystick.governance.tables.Value} is a
 * table with one row. Both read and write through a {@code Transaction}, and keep nothing. The
 * records ({@link dev.tallystick.governance.tables.ServiceInfo}, {@link
 * dev.tallystick.governance.tables.MemberInfo}, ...) are the rows; their JSON leaves out optional
 * fields and sorts keys, as the node of CCF writes it (spec 03, conventions and section 7; spec 01,
 * section 3).
 *
 * <p>Rows written by a constitution may carry fields unknown here, in any order: reading ignores
 * them, and a row that is only passed on must not be rewritten through its record.
 *
 * <p>This package must not know who calls, how a proposal is decided, or that there is a network.
 */
@NullMarked
package dev.tallystick.governance.tables;

import org.jspecify.annotations.NullMarked;
