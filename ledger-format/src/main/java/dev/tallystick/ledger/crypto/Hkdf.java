package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Check;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869). */
public final class Hkdf {
    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /**
     * Derives key material.
     *
     * @param ikm input key material
     * @param salt may be empty
     * @param info context; may be empty
     * @param size bytes wanted, at most 255 × 32
     */
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int size) {
        Check.that(size >= 0 && size <= 255 * HASH_BYTES, "HKDF output of %s bytes", size);
        byte[] prk = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, ikm);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] previous = {};
        for (int counter = 1; output.size() < size; counter++) {
            previous = hmac(prk, previous, info, new byte[] {(byte) counter});
            output.writeBytes(previous);
        }
        return Arrays.copyOf(output.toByteArray(), size);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = CryptoProvider.get().mac("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC key refused", e);
        }
    }
}
