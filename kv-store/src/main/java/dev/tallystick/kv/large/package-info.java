/**
 * Large values: outside the heap, on disk, while keys, versions and small values stay in memory.
 *
 * <p>The nodes of a map keep for a large value a {@link dev.tallystick.kv.large.StoredValue}. It
 * begins with the bytes in memory, since the commit that makes it must not wait. A thread of this
 * package, the mover, writes the bytes to a {@link dev.tallystick.kv.sealed.SealedTable}, and from
 * then on the holder only knows their number there. All versions of the map share the holder, so
 * nothing in the trees changes.
 *
 * <pre>
 * commit: pack --> StoredValue(bytes) --> mover --> sealed table
 * read: unpack --> bytes in memory, else read from the sealed table and verified
 * </pre>
 *
 * <p>A value may be overwritten and still be seen by older states, by transactions and by snapshots
 * under way. Structural sharing means that nobody counts who refers to it: only the garbage
 * collector knows. So a record is removed when the collector has found its holder unreachable,
 * which may be long after it was overwritten; give the sealed table room for that.
 *
 * <p>Bounds: bytes that wait for the mover are bounded by {@link
 * dev.tallystick.kv.large.LargeValues#isBehind}, which makes commits wait their turn. Where the
 * sealed table is full or its disk fails, values stay in memory, which is said once, and are tried
 * again. A record that was lost or altered cannot be had back, and the state that refers to it
 * cannot be trusted to be complete: the reader gets the exception, and the store is told to stop.
 */
@NullMarked
package dev.tallystick.kv.large;

import org.jspecify.annotations.NullMarked;
