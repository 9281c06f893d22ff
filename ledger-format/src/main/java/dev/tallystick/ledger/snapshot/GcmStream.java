package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.entry.LedgerSecret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of a snapshot, block by block, for domains of any size.
 *
 * <p>The providers hold back all plaintext while they decrypt, and so need as much memory as the
 * text has; while they encrypt, they do not. So this class only ever encrypts. GCM's cipher is a
 * key stream: encrypting a ciphertext under the same key and IV gives the plaintext back, and
 * encrypting that plaintext once more gives the tag that it must have had.
 *
 * <p>Order of calls: {@link #aad} any number of times, {@link #apply} any number of times, {@link
 * #tag}. Not safe for use by several threads.
 */
final class GcmStream {
    private static final int BLOCK = 16;

    private final Cipher cipher;
    private byte[] output = new byte[0];

    /** Empty until the end has been reached. */
    private byte[] tag = new byte[0];

    GcmStream(LedgerSecret secret, long seqno) {
        cipher = CryptoProvider.get().cipher("AES/GCM/NoPadding");
        try {
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(secret.keyBytes(), "AES"),
                    new GCMParameterSpec(SnapshotLayout.TAG_SIZE * Byte.SIZE, iv(seqno)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a ledger secret is not usable", e);
        }
    }

    /** The IV of the snapshot at {@code seqno} (spec 01, 2.2). */
    static byte[] iv(long seqno) {
        return ByteBuffer.allocate(SnapshotLayout.IV_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(seqno)
                .putInt(SnapshotLayout.IV_VIEW_WORD)
                .array();
    }

    /** Takes the next part of the public domain. */
    void aad(byte[] bytes, int length) {
        cipher.updateAAD(bytes, 0, length);
    }

    /**
     * Transforms the next part of the private domain in place.
     *
     * @param length at most {@link SnapshotLayout#BUFFER_SIZE}; a multiple of 16, unless {@code
     *     isLast}
     * @param isLast whether nothing follows; must be said once, with length 0 for an empty domain
     */
    void apply(byte[] bytes, int length, boolean isLast) {
        Check.that(isLast || length % BLOCK == 0, "%s bytes are not whole blocks", length);
        if (output.length < length + SnapshotLayout.TAG_SIZE) {
            output = new byte[length + SnapshotLayout.TAG_SIZE];
        }
        try {
            int whole = length - length % BLOCK;
            int size = whole == 0 ? 0 : cipher.update(bytes, 0, whole, output, 0);
            Check.that(size == whole, "AES-GCM gave %s bytes for %s", size, whole);
            if (isLast) {
                size += cipher.doFinal(bytes, whole, length - whole, output, whole);
                Check.that(size == length + SnapshotLayout.TAG_SIZE, "AES-GCM gave no tag");
                tag = Arrays.copyOfRange(output, length, size);
            }
            System.arraycopy(output, 0, bytes, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses a domain of this size", e);
        }
    }

    /** The 16 bytes of the tag; empty before the end. */
    byte[] tag() {
        return tag.clone();
    }
}
