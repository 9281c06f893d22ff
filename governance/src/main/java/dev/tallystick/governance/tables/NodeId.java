package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Digest;

/**
 * Names a node: lower-case hex of the SHA-256 of its public key's DER (spec 03, conventions).
 *
 * @param hex as stored; a caller may name an id that cannot exist, so the text is not checked
 */
public record NodeId(String hex) implements Comparable<NodeId> {
    static final Codec<NodeId> CODEC = Codec.text(NodeId::hex, NodeId::new);

    /** The id that is this digest. */
    public static NodeId of(Digest digest) {
        return new NodeId(digest.hex());
    }

    @Override
    public int compareTo(NodeId other) {
        return hex.compareTo(other.hex);
    }

    /** As error texts show it. */
    @Override
    public String toString() {
        return "n[" + hex + "]";
    }
}
