package dev.tallystick.kv.sealed;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.crypto.CryptoProvider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The keys of one sealed store and what is done with them: names, versions, content. Thread-safe.
 */
final class Sealer {
    /** What sealing adds to a value. */
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final EphemeralKey nameKey = new EphemeralKey("HmacSHA256");
    private final EphemeralKey contentKey = new EphemeralKey("AES");

    /** The last version given out: each is a nonce, so none is given out twice. */
    private final AtomicLong lastVersion = new AtomicLong();

    /** Which record a content belongs to. */
    record Place(String table, Bytes key) {
        /** {@code length of the table's name (4) | table | key}. */
        private byte[] bytes(int headBytes) {
            byte[] name = table.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = new byte[headBytes + Integer.BYTES + name.length + key.length()];
            ByteBuffer.wrap(bytes).position(headBytes).putInt(name.length).put(name);
            key.copyTo(bytes, bytes.length - key.length());
            return bytes;
        }

        private byte[] associatedData(long version) {
            byte[] bytes = bytes(Long.BYTES);
            ByteBuffer.wrap(bytes).putLong(version);
            return bytes;
        }
    }

    /** The name of the record at {@code place}. */
    RecordName name(Place place) {
        Mac mac = CryptoProvider.get().mac(nameKey.getAlgorithm());
        try {
            mac.init(nameKey);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC refuses its key", e);
        }
        return RecordName.startOf(mac.doFinal(place.bytes(0)));
    }

    /** A version that was never given out before, above 0. */
    long nextVersion() {
        return lastVersion.incrementAndGet();
    }

    /**
     * Encrypts.
     *
     * @param version from {@link #nextVersion}, used in one call only
     * @return ciphertext and tag
     */
    byte[] seal(Place place, long version, Bytes value) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, place, version).doFinal(value.toArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encryption failed", e);
        }
    }

    /** Decrypts; nothing if this is not the content that was sealed with this place and version. */
    Optional<Bytes> open(Place place, long version, byte[] content) {
        if (content.length < TAG_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] value = cipher(Cipher.DECRYPT_MODE, place, version).doFinal(content);
            return Optional.of(Bytes.wrap(value));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decryption failed", e);
        }
    }

    private Cipher cipher(int mode, Place place, long version) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(nonce).putLong(NONCE_BYTES - Long.BYTES, version);
        Cipher cipher = CryptoProvider.get().cipher("AES/GCM/NoPadding");
        cipher.init(mode, contentKey, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
        cipher.updateAAD(place.associatedData(version));
        return cipher;
    }

    /** Overwrites the keys in memory; nothing can be sealed or opened any more. */
    void wipe() {
        nameKey.destroy();
        contentKey.destroy();
    }
}
