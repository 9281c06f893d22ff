package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.entry.LedgerSecret;

import java.security.MessageDigest;

/**
 * Tells whether a tag is that of a public and a private domain, which it is shown once, block by
 * block. The plaintext that comes about in it is overwritten by the next block and never leaves it.
 */
final class GcmAuthenticator {
    private final GcmStream decryption;
    private final GcmStream encryption;
    private final byte[] expectedTag;
    private boolean isEnded;

    GcmAuthenticator(LedgerSecret secret, long seqno, byte[] expectedTag) {
        this.decryption = new GcmStream(secret, seqno);
        this.encryption = new GcmStream(secret, seqno);
        this.expectedTag = expectedTag;
    }

    /** Takes the next part of the public domain. */
    void aad(byte[] bytes, int length) {
        encryption.aad(bytes, length);
    }

    /** Takes the next part of the private domain and leaves it as it is. */
    void ciphertext(byte[] bytes, int length, boolean isLast) {
        decryption.apply(bytes, length, isLast);
        encryption.apply(bytes, length, isLast);
        isEnded = isLast;
    }

    /** Whether the tag fits, once everything has been shown; an empty private domain included. */
    boolean isAuthentic() {
        if (!isEnded) {
            encryption.apply(new byte[0], 0, true);
            isEnded = true;
        }
        return MessageDigest.isEqual(encryption.tag(), expectedTag);
    }
}
