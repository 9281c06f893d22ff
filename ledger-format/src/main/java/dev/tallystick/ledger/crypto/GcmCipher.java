package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The sealed form of secrets and shares in tables: {@code tag (16) ‖ IV (12) ‖ ciphertext},
 * AES-256-GCM with empty AAD (spec 01, 6.1). A 32-byte secret becomes 60 bytes, a 44-byte share 72.
 */
public final class GcmCipher {
    /** Bytes added to the plaintext. */
    public static final int OVERHEAD_BYTES = AesGcm.TAG_BYTES + AesGcm.IV_BYTES;

    private static final byte[] NO_AAD = {};

    private GcmCipher() {}

    /** Seals under a random IV. */
    public static byte[] seal(byte[] key, byte[] plaintext) {
        return seal(key, CryptoProvider.get().randomBytes(AesGcm.IV_BYTES), plaintext);
    }

    /** Seals under a given IV, which must never be used twice with this key. */
    public static byte[] seal(byte[] key, byte[] iv, byte[] plaintext) {
        AesGcm.Sealed sealed = new AesGcm(key).seal(iv, NO_AAD, plaintext);
        return ByteBuffer.allocate(OVERHEAD_BYTES + plaintext.length)
                .put(sealed.tag())
                .put(iv)
                .put(sealed.ciphertext())
                .array();
    }

    /**
     * Opens.
     *
     * @return the plaintext, or nothing if key and bytes do not belong together
     * @throws LedgerFormatException if the bytes are too short to be a sealed value
     */
    public static Optional<byte[]> open(byte[] key, byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new LedgerFormatException("a sealed value of only " + sealed.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] tag = new byte[AesGcm.TAG_BYTES];
        byte[] iv = new byte[AesGcm.IV_BYTES];
        byte[] ciphertext = new byte[sealed.length - OVERHEAD_BYTES];
        buffer.get(tag).get(iv).get(ciphertext);
        return new AesGcm(key).open(iv, NO_AAD, new AesGcm.Sealed(tag, ciphertext));
    }
}
