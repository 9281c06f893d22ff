package dev.tallystick.ledger.entry;

import static dev.tallystick.ledger.entry.EntryLayout.DIGESTS_OFFSET;

import dev.tallystick.ledger.Digest;

import java.security.MessageDigest;

/** The Merkle leaf of an entry (spec 01, 2.6). */
final class EntryLeaf {
    private EntryLeaf() {}

    /**
     * The leaf of the entry at {@code offset}, whose digests lie where its type says.
     *
     * @param writeSetDigest SHA-256 of the entry
     */
    static Digest of(
            EntryType type, byte[] bytes, int offset, Digest writeSetDigest, MessageDigest sha256) {
        if (!type.hasClaims() && !type.hasCommitEvidence()) {
            return writeSetDigest;
        }
        int claims = offset + DIGESTS_OFFSET;
        int evidence = claims + (type.hasClaims() ? Digest.LENGTH : 0);
        writeSetDigest.feed(sha256);
        if (type.hasCommitEvidence()) {
            sha256.update(bytes, evidence, Digest.LENGTH);
        }
        if (type.hasClaims()) {
            sha256.update(bytes, claims, Digest.LENGTH);
        }
        return Digest.finish(sha256);
    }
}
