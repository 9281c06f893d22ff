package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;

/**
 * The private side of an entry.
 *
 * @param header its fixed fields
 * @param leaf its leaf in the Merkle tree (spec 01, 2.6)
 * @param writes changes of private maps
 */
public record PrivatePart(EntryHeader header, Digest leaf, WriteSet writes) {}
