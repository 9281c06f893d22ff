package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Check;

import java.security.GeneralSecurityException;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a 96-bit IV and a 128-bit tag, which the ledger keeps apart from the ciphertext
 * (spec 01, 2.3). Thread-safe: each call uses its own cipher object.
 */
public final class AesGcm {
    /** Size of a key. */
    public static final int KEY_BYTES = 32;

    /** Size of an IV. */
    public static final int IV_BYTES = 12;

    /** Size of a tag. */
    public static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    /**
     * @param key 32 bytes; copied
     */
    public AesGcm(byte[] key) {
        Check.that(key.length == KEY_BYTES, "an AES-256 key of %s bytes", key.length);
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * A ciphertext with its tag.
     *
     * @param tag 16 bytes
     * @param ciphertext as long as the plaintext
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    public record Sealed(byte[] tag, byte[] ciphertext) {}

    /**
     * Encrypts. An IV must never be used twice with one key.
     *
     * @param iv 12 bytes
     * @param aad authenticated but not encrypted; may be empty
     * @param plaintext may be empty; the tag is computed in every case
     */
    public Sealed seal(byte[] iv, byte[] aad, byte[] plaintext) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, aad);
            byte[] both = cipher.doFinal(plaintext);
            byte[] ciphertext = new byte[plaintext.length];
            byte[] tag = new byte[TAG_BYTES];
            System.arraycopy(both, 0, ciphertext, 0, ciphertext.length);
            System.arraycopy(both, ciphertext.length, tag, 0, TAG_BYTES);
            return new Sealed(tag, ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encryption failed", e);
        }
    }

    /**
     * Decrypts.
     *
     * @return the plaintext, or nothing if the tag does not match
     */
    public Optional<byte[]> open(byte[] iv, byte[] aad, Sealed sealed) {
        byte[] both = new byte[sealed.ciphertext().length + TAG_BYTES];
        System.arraycopy(sealed.ciphertext(), 0, both, 0, sealed.ciphertext().length);
        System.arraycopy(sealed.tag(), 0, both, sealed.ciphertext().length, TAG_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, iv, aad).doFinal(both));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decryption failed", e);
        }
    }

    private Cipher cipher(int mode, byte[] iv, byte[] aad) throws GeneralSecurityException {
        Check.that(iv.length == IV_BYTES, "a GCM IV of %s bytes", iv.length);
        Cipher cipher = CryptoProvider.get().cipher("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "AesGcm";
    }
}
