package dev.tallystick.governance.tables;

import dev.tallystick.ledger.Digest;

/**
 * Names a user: lower-case hex of the SHA-256 of its certificate's DER (spec 03, conventions).
 *
 * @param hex as stored; a caller may name an id that cannot exist, so the text is not checked
 */
public record UserId(String hex) implements Comparable<UserId> {
    static final Codec<UserId> CODEC = Codec.text(UserId::hex, UserId::new);

    /** The id that is this digest. */
    public static UserId of(Digest digest) {
        return new UserId(digest.hex());
    }

    @Override
    public int compareTo(UserId other) {
        return hex.compareTo(other.hex);
    }

    /** As error texts show it. */
    @Override
    public String toString() {
        return "u[" + hex + "]";
    }
}
