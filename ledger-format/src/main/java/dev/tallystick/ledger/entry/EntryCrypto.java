package dev.tallystick.ledger.entry;

import static dev.tallystick.ledger.entry.EntryLayout.IV_OFFSET;
import static dev.tallystick.ledger.entry.EntryLayout.IV_SIZE;
import static dev.tallystick.ledger.entry.EntryLayout.PUBLIC_OFFSET;
import static dev.tallystick.ledger.entry.EntryLayout.TAG_OFFSET;
import static dev.tallystick.ledger.entry.EntryLayout.TAG_SIZE;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CryptoProvider;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The three algorithms of an entry: AES-256-GCM, HMAC-SHA-256 and SHA-256, each in one reused
 * instance. Confined to one thread, like the encoder or decoder that owns it.
 */
final class EntryCrypto {
    private static final byte[] COMMIT_LABEL = "Commit S".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** {@code ce:}, view (10 digits), dot, seqno (19), colon, 64 hexadecimal digits. */
    private static final int EVIDENCE_LENGTH_MAX = 3 + 10 + 1 + 19 + 1 + 64;

    /** A scratch buffer that has grown beyond this is dropped after use. */
    private static final int SCRATCH_KEPT_MAX = 1 << 20;

    private final Cipher gcm;
    private final Mac hmac;
    private final MessageDigest sha256;
    private final byte[] evidence = new byte[EVIDENCE_LENGTH_MAX];
    private final byte[] nonce = new byte[Digest.LENGTH];
    private byte[] scratch = new byte[4096];

    /** The secret in use; {@link #key} and the key of {@link #hmac} are derived from it. */
    private @Nullable LedgerSecret secret;

    private @Nullable SecretKeySpec key;

    EntryCrypto() {
        CryptoProvider provider = CryptoProvider.get();
        gcm = provider.cipher("AES/GCM/NoPadding");
        hmac = provider.mac("HmacSHA256");
        sha256 = provider.digest("SHA-256");
    }

    /** Makes {@code next} the secret of the following calls. */
    void use(LedgerSecret next) {
        if (next.equals(secret)) {
            return;
        }
        try {
            byte[] raw = next.keyBytes();
            hmac.init(new SecretKeySpec(raw, "HmacSHA256"));
            byte[] commitSecret = hmac.doFinal(COMMIT_LABEL);
            hmac.init(new SecretKeySpec(commitSecret, "HmacSHA256"));
            key = new SecretKeySpec(raw, "AES");
            secret = next;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a ledger secret is not usable", e);
        }
    }

    MessageDigest sha256() {
        return sha256;
    }

    /**
     * Encrypts the private domain into its place and puts the tag before the IV.
     *
     * @param entry complete but for tag and ciphertext
     * @param plaintext its first bytes are the private domain
     */
    void seal(byte[] entry, int publicLength, byte[] plaintext) {
        int ciphertextOffset = PUBLIC_OFFSET + publicLength;
        int length = entry.length - ciphertextOffset;
        byte[] sealed = scratch(length + TAG_SIZE);
        try {
            gcm.init(Cipher.ENCRYPT_MODE, key, iv(entry));
            gcm.updateAAD(entry, PUBLIC_OFFSET, publicLength);
            int size = gcm.doFinal(plaintext, 0, length, sealed, 0);
            Check.that(size == length + TAG_SIZE, "AES-GCM gave %s bytes for %s", size, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an entry cannot be encrypted", e);
        }
        // JCA appends the tag, the ledger puts it in front: one copy of the ciphertext is the
        // price.
        System.arraycopy(sealed, 0, entry, ciphertextOffset, length);
        System.arraycopy(sealed, length, entry, TAG_OFFSET, TAG_SIZE);
    }

    /**
     * Decrypts the private domain.
     *
     * @throws LedgerFormatException if the tag does not fit
     */
    byte[] open(byte[] entry, int publicLength) {
        int ciphertextOffset = PUBLIC_OFFSET + publicLength;
        int length = entry.length - ciphertextOffset;
        byte[] sealed = scratch(length + TAG_SIZE);
        System.arraycopy(entry, ciphertextOffset, sealed, 0, length);
        System.arraycopy(entry, TAG_OFFSET, sealed, length, TAG_SIZE);
        byte[] plaintext = new byte[length];
        try {
            gcm.init(Cipher.DECRYPT_MODE, key, iv(entry));
            gcm.updateAAD(entry, PUBLIC_OFFSET, publicLength);
            int size = gcm.doFinal(sealed, 0, length + TAG_SIZE, plaintext, 0);
            Check.that(size == length, "AES-GCM gave %s bytes of %s", size, length);
        } catch (AEADBadTagException e) {
            throw new LedgerFormatException(
                    "entry is not authentic: its tag fits neither key nor content", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an entry cannot be decrypted", e);
        }
        return plaintext;
    }

    private static GCMParameterSpec iv(byte[] entry) {
        return new GCMParameterSpec(TAG_SIZE * Byte.SIZE, entry, IV_OFFSET, IV_SIZE);
    }

    private byte[] scratch(int size) {
        if (size > SCRATCH_KEPT_MAX) {
            return new byte[size];
        }
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, Math.min(2 * scratch.length, SCRATCH_KEPT_MAX))];
        }
        return scratch;
    }

    /** The commit evidence of {@code id} under the secret in use. */
    String evidence(TxId id) {
        return new String(evidence, 0, writeEvidence(id), StandardCharsets.US_ASCII);
    }

    /** SHA-256 of the commit evidence, without making its text. */
    Digest evidenceDigest(TxId id) {
        sha256.update(evidence, 0, writeEvidence(id));
        return Digest.finish(sha256);
    }

    private int writeEvidence(TxId id) {
        evidence[0] = 'c';
        evidence[1] = 'e';
        evidence[2] = ':';
        int end = writeDecimal(id.view(), 3);
        evidence[end++] = '.';
        end = writeDecimal(id.seqno(), end);
        hmac.update(evidence, 3, end - 3);
        try {
            hmac.doFinal(nonce, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 does not fit into 32 bytes", e);
        }
        evidence[end++] = ':';
        for (byte b : nonce) {
            evidence[end++] = DIGITS[(b >> 4) & 15];
            evidence[end++] = DIGITS[b & 15];
        }
        return end;
    }

    private int writeDecimal(long value, int start) {
        int end = start;
        for (long rest = value; end == start || rest != 0; rest /= 10) {
            end++;
        }
        long rest = value;
        for (int i = end - 1; i >= start; i--) {
            evidence[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
