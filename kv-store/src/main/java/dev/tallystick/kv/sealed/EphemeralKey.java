package dev.tallystick.kv.sealed;

import dev.tallystick.ledger.crypto.CryptoProvider;

import java.util.Arrays;

import javax.crypto.SecretKey;

/**
 * A key of 256 random bits that is wiped when it is no longer wanted, which the JDK's {@code
 * SecretKeySpec} cannot do. Ciphers copy it for the time of a call; those copies go with the
 * garbage collector.
 */
final class EphemeralKey implements SecretKey {
    private static final int BYTES = 32;

    private final String algorithm;
    private final transient byte[] key = CryptoProvider.get().randomBytes(BYTES);

    /** Shared; once true it stays so. */
    private volatile boolean isDestroyed;

    EphemeralKey(String algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, which a call that uses the key makes and forgets. */
    @Override
    public byte[] getEncoded() {
        if (isDestroyed) {
            throw new IllegalStateException("the sealed store is closed, and its keys are wiped");
        }
        return key.clone();
    }

    @Override
    public void destroy() {
        isDestroyed = true;
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return isDestroyed;
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "EphemeralKey";
    }
}
