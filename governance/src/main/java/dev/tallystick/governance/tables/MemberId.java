package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Digest;

/**
 * Names a member: lower-case hex of the SHA-256 of its certificate's DER (spec 03, conventions).
 *
 * @param hex as stored; a caller may name an id that cannot exist, so the text is not checked
 */
public record MemberId(String hex) implements Comparable<MemberId> {
    static final Codec<MemberId> CODEC = Codec.text(MemberId::hex, MemberId::new);

    /** The id that is this digest. */
    public static MemberId of(Digest digest) {
        return new MemberId(digest.hex());
    }

    @Override
    public int compareTo(MemberId other) {
        return hex.compareTo(other.hex);
    }

    /** As error texts show it. */
    @Override
    public String toString() {
        return "m[" + hex + "]";
    }
}
