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
 * phantoms; {@link dev.tallystick.kv.map.ValueForm} says how a value is kept.
 *
 * <h2>Nodes</h2>
 *
 * <p>The keys of a node are packed. Here is a leaf with three entries:
 *
 * <pre>
 *  bytes     m s g : 0 0 0 1 m s g : 0 0 0 2 m s g : 0 0 1
 *            '-----------'   prefix = 6: all keys begin with "msg:00"
 *  slots     [ "01.." |  8 ]   [ "02.." | 16 ]   [ "1..." | 23 ]
 *              head     end      the next 4 bytes after the prefix, and where the key ends
 *  values    [ byte[] ]        [ byte[] ]        [ byte[] ]
 *  versions  [ 17 ]            [ 4 ]             [ 17 ]
 * </pre>
 *
 * <p>A lookup finds its place among the slots, which are plain numbers, and then compares one key.
 * Only among keys with equal heads it goes on byte by byte. Inner nodes have the same packed keys
 * (the shortest that separate their children) above an array of children.
 *
 * <pre>
 *  Inner: up to 63 separators, 64 children        root
 *                                               /      \
 *  Leaf: up to 32 entries or 4 KB of keys    leaf      leaf
 * </pre>
 *
 * <p>When a value is overwritten, its leaf is copied without its keys, and the inner nodes above
 * without their separators: these arrays are shared by the versions of a node. So a single
 * overwrite among a million entries makes about 1 KB of garbage.
 *
 * <p>With random keys a leaf is about 70 % full. Per entry that makes a slot (8 bytes), a version
 * (8), a reference to the value (4), the header of the value's array (16), and a share of the
 * headers of its leaf and of the inner nodes (about 6): 43 bytes beyond key and value, measured
 * with a million keys of 16 bytes and values of 64.
 *
 * <p>The package knows nothing of transactions, seqno order or tables.
 */
@NullMarked
package dev.tallystick.kv.map;

import org.jspecify.annotations.NullMarked;
