package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

/**
 * An entry whose form has been checked, with its Merkle leaf: all that an auditor needs of the
 * application's transactions.
 *
 * @param header its fixed fields
 * @param leaf its leaf in the Merkle tree (spec 01, 2.6)
 * @param entry what it says, if it writes to one of the service's own public tables ({@code
 *     public:ccf.…}); else null
 */
public record CheckedEntry(EntryHeader header, Digest leaf, @Nullable Entry entry) {}
