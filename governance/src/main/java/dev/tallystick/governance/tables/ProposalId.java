package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Digest;

/**
 * Names a proposal: hex of SHA-256(Merkle root ‖ SHA-256(signature of the envelope)) (spec 03,
 * 4.1).
 *
 * @param hex as stored
 */
public record ProposalId(String hex) implements Comparable<ProposalId> {
    static final Codec<ProposalId> CODEC = Codec.text(ProposalId::hex, ProposalId::new);

    /**
     * The id of the proposal made by an envelope.
     *
     * @param root over every transaction up to the one that is read
     * @param signatureDigest SHA-256 of the signature bytes of the envelope
     */
    public static ProposalId of(Digest root, Digest signatureDigest) {
        return new ProposalId(Digest.sha256(root.bytes(), signatureDigest.bytes()).hex());
    }

    @Override
    public int compareTo(ProposalId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
