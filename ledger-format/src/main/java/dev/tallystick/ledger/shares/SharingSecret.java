package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.AesGcm;
import dev.tallystick.ledger.crypto.GcmCipher;
import dev.tallystick.ledger.crypto.Hkdf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The secret that shares are made of, and the key derived from it, under which one ledger secret is
 * wrapped, once (spec 01, 6.6). Immutable; its text form says nothing.
 */
public final class SharingSecret {
    /** Independent field elements. */
    static final int LIMBS = 10;

    private static final byte[] NO_SALT = {};
    private static final byte[] ZERO_IV = new byte[AesGcm.IV_BYTES];

    private final long[] limbs;

    SharingSecret(long[] limbs) {
        Check.that(limbs.length == LIMBS, "a sharing secret of %s limbs", limbs.length);
        this.limbs = limbs.clone();
    }

    /**
     * A fresh secret, each limb uniform below the prime.
     *
     * @param random a cryptographic generator; another one only in tests
     */
    public static SharingSecret random(RandomGenerator random) {
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = Shamir.randomElement(random);
        }
        return new SharingSecret(limbs);
    }

    long[] limbs() {
        return limbs.clone();
    }

    /** The derived AES key: HKDF-SHA256 whose info is the secret itself, as real ledgers show. */
    byte[] wrappingKey() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * LIMBS).order(ByteOrder.LITTLE_ENDIAN);
        for (long limb : limbs) {
            bytes.putInt((int) limb);
        }
        return Hkdf.derive(bytes.array(), NO_SALT, bytes.array(), AesGcm.KEY_BYTES);
    }

    /**
     * Wraps the key of a ledger secret. The IV is zero, so a sharing secret must wrap only once.
     */
    public byte[] wrap(byte[] ledgerSecretKey) {
        return GcmCipher.seal(wrappingKey(), ZERO_IV, ledgerSecretKey);
    }

    /**
     * Unwraps.
     *
     * @return nothing if this is not the secret it was wrapped under, i.e. a share was wrong
     * @throws LedgerFormatException if the bytes are too short to be a wrapped key
     */
    public Optional<byte[]> unwrap(byte[] wrapped) {
        return GcmCipher.open(wrappingKey(), wrapped);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharingSecret secret && Arrays.equals(limbs, secret.limbs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(limbs);
    }

    @Override
    public String toString() {
        return "SharingSecret";
    }
}
