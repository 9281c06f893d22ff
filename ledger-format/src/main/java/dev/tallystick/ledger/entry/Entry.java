package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

/**
 * One ledger entry, read.
 *
 * @param txId view from the IV, seqno from the public domain
 * @param type form of the entry; never a snapshot
 * @param flags see {@link EntryFlags}
 * @param claims the claims digest; zeros where the type has none
 * @param commitEvidenceDigest null where the type has none
 * @param publicWrites changes of public maps
 * @param privateWrites changes of private maps; null if they were not decrypted
 * @param writeSetDigest SHA-256 of the whole entry
 * @param leaf its leaf in the Merkle tree (spec 01, 2.6)
 */
public record Entry(
        TxId txId,
        EntryType type,
        int flags,
        Digest claims,
        @Nullable Digest commitEvidenceDigest,
        WriteSet publicWrites,
        @Nullable WriteSet privateWrites,
        Digest writeSetDigest,
        Digest leaf) {

    /** Whether this is a signature transaction: its maps are signatures, tree and the like. */
    public boolean isSignature() {
        return publicWrites.map(TableNames.SIGNATURES).isPresent();
    }
}
