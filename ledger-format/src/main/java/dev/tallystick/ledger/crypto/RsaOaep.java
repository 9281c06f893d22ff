package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSAES-OAEP with SHA-256 for both the hash and MGF1, and no label (spec 01, 6.2). */
public final class RsaOaep {
    /** Smallest key accepted for encryption. */
    public static final int KEY_BITS_MIN = 2048;

    /** Largest key accepted: bounds the work a table row can cause. */
    public static final int KEY_BITS_MAX = 16384;

    private static final OAEPParameterSpec SHA256 =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private RsaOaep() {}

    /**
     * Encrypts for the holder of a key.
     *
     * @param publicKeyPem block {@code PUBLIC KEY}
     * @param plaintext at most key size − 66 bytes
     * @throws LedgerFormatException if the PEM is not an RSA key of acceptable size
     */
    public static byte[] encrypt(String publicKeyPem, byte[] plaintext) {
        PublicKey key = publicKey(publicKeyPem);
        try {
            Cipher cipher = CryptoProvider.get().cipher("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, SHA256);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA-OAEP encryption failed", e);
        }
    }

    /**
     * Decrypts.
     *
     * @return the plaintext, or nothing if the bytes were not encrypted for this key
     */
    public static Optional<byte[]> decrypt(RsaKeyPair key, byte[] ciphertext) {
        try {
            Cipher cipher = CryptoProvider.get().cipher("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.DECRYPT_MODE, key.privateKey(), SHA256);
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA-OAEP decryption failed", e);
        }
    }

    private static PublicKey publicKey(String pem) {
        byte[] der = Pem.decodeFirst(pem, Pem.PUBLIC_KEY);
        try {
            PublicKey key =
                    CryptoProvider.get()
                            .keyFactory("RSA")
                            .generatePublic(new X509EncodedKeySpec(der));
            if (!(key instanceof RSAPublicKey rsa)) {
                throw new LedgerFormatException("not an RSA public key");
            }
            int bits = rsa.getModulus().bitLength();
            if (bits < KEY_BITS_MIN || bits > KEY_BITS_MAX) {
                throw new LedgerFormatException("an RSA key of " + bits + " bits is not accepted");
            }
            return key;
        } catch (InvalidKeySpecException e) {
            throw new LedgerFormatException("not an RSA public key", e);
        }
    }
}
