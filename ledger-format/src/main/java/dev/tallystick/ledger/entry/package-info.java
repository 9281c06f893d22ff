/**
 * Entries: one transaction as the ledger holds it, to the byte (spec 01, section 2).
 *
 * <p>A transaction is a {@link dev.tallystick.ledger.entry.WriteSet}, a list of {@link
 * dev.tallystick.ledger.entry.MapWrites}. {@link dev.tallystick.ledger.entry.EntryEncoder} turns
 * it, with its id, flags and claims, into the final bytes and their digests; {@link
 * dev.tallystick.ledger.entry.EntryDecoder} turns bytes back into an {@link
 * dev.tallystick.ledger.entry.Entry}, with or without the {@link
 * dev.tallystick.ledger.entry.LedgerSecrets}. {@link dev.tallystick.ledger.entry.EntryHeader} reads
 * only what can be told without parsing maps.
 *
 * <p>Nothing here knows of files, Merkle trees or signatures.
 */
@NullMarked
package dev.tallystick.ledger.entry;

import org.jspecify.annotations.NullMarked;
