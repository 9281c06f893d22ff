/**
 * The ordered persistent map under every table of the store.
 *
 * <p>An {@link dev.tallystick.kv.map.OrderedMap} is immutable: a snapshot is a reference, and any
 * number of threads may read it while a writer prepares the next one. It is a copy-on-write B+tree
 * over {@link dev.tallystick.ledger.Bytes} in unsigned lexicographic order; each entry carries the
 * seqno that wrote it. A batch of changes goes through {@link
 * dev.tallystick.kv.map.OrderedMap.Edit}, which copies each touched node once and then works in
 * place; {@link dev.tallystick.kv.map.Cursor} walks in both directions; {@link
 * dev.tallystick.kv.map.KeyRange} names what was read, so that a transaction can be checked against
 * phantoms.
 *
 * <p>The package knows nothing of transactions, seqno order or tables.
 */
@NullMarked
package dev.tallystick.kv.map;

import org.jspecify.annotations.NullMarked;
