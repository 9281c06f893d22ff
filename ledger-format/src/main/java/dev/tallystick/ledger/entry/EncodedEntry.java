package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;

/**
 * One transaction in its final form, with the digests of which its Merkle leaf is made.
 *
 * @param txId its id
 * @param bytes the whole entry, header included; shared by everyone who writes, sends or hashes it,
 *     so nobody may change it
 * @param writeSetDigest SHA-256 of {@code bytes}
 * @param commitEvidenceDigest SHA-256 of the commit evidence (spec 01, 2.8)
 * @param claims the claims digest
 * @param leaf SHA-256 of the three digests in this order (spec 01, 2.6)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody on purpose
public record EncodedEntry(
        TxId txId,
        byte[] bytes,
        Digest writeSetDigest,
        Digest commitEvidenceDigest,
        Digest claims,
        Digest leaf) {}
