/**
 * Snapshots: the whole state at one seqno in one file, with the receipt that proves it (spec 01,
 * section 7).
 *
 * <pre>
 * one entry of type 1: seqno · leaf · view history · public maps │ private maps, encrypted
 * the receipt of the evidence transaction, as JSON, whose claims digest is SHA-256 of that entry
 * </pre>
 *
 * <p>A node writes the entry by {@link dev.tallystick.ledger.snapshot.SnapshotWriter} into a {@link
 * dev.tallystick.ledger.snapshot.SnapshotFile}, commits a transaction with its digest as claims,
 * and publishes the file once the receipt is there. Whoever starts from snapshots picks one by
 * {@link dev.tallystick.ledger.snapshot.Snapshots}, has it checked by {@link
 * dev.tallystick.ledger.snapshot.SnapshotVerifier}, and reads it by {@link
 * dev.tallystick.ledger.snapshot.SnapshotReader}, map by map and row by row.
 *
 * <p>Everything streams: a snapshot of any size passes through a few buffers, and the largest thing
 * in memory is one row (reading), or one row and 8 bytes for each row of one map (writing). What a
 * node does <em>when</em> a snapshot is due, and how it is offered to others, is not of this
 * package.
 */
@NullMarked
package dev.tallystick.ledger.snapshot;

import org.jspecify.annotations.NullMarked;
