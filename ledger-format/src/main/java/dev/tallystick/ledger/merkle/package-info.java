/**
 * The Merkle tree over all transactions (spec 01, section 4).
 *
 * <p>{@link dev.tallystick.ledger.merkle.MerkleTree} takes one leaf for each entry, gives the root
 * that signature transactions sign, {@link dev.tallystick.ledger.merkle.MerklePath}s for receipts,
 * and the serialised form stored in {@code public:ccf.internal.tree}. It knows nothing of entries:
 * leaves are digests.
 */
@NullMarked
package dev.tallystick.ledger.merkle;

import org.jspecify.annotations.NullMarked;
