package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A key under which private maps are encrypted, from one seqno on until the next secret (spec 01,
 * 6.1).
 *
 * <p>Immutable. Its text form hides the key.
 */
public final class LedgerSecret {
    /** Length of the key in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long NONE = 0;

    private final byte[] key;
    private final long validFrom;
    private final long previousSecretStoredSeqno;

    private LedgerSecret(byte[] key, long validFrom, long previousSecretStoredSeqno) {
        if (key.length != KEY_LENGTH) {
            throw new LedgerFormatException("a ledger secret has 32 bytes, not " + key.length);
        }
        if (validFrom < 1 || previousSecretStoredSeqno < 0) {
            throw new LedgerFormatException(
                    "a ledger secret cannot be valid from seqno "
                            + validFrom
                            + " with its predecessor stored at "
                            + previousSecretStoredSeqno);
        }
        this.key = key;
        this.validFrom = validFrom;
        this.previousSecretStoredSeqno = previousSecretStoredSeqno;
    }

    /**
     * A secret without a known predecessor.
     *
     * @param key 32 bytes, copied
     * @param validFrom first seqno encrypted under it, at least 1
     * @throws LedgerFormatException if the key has another length or the seqno is below 1
     */
    public static LedgerSecret of(byte[] key, long validFrom) {
        return new LedgerSecret(key.clone(), validFrom, NONE);
    }

    /** A new random secret. */
    public static LedgerSecret random(long validFrom) {
        byte[] key = new byte[KEY_LENGTH];
        RANDOM.nextBytes(key);
        return new LedgerSecret(key, validFrom, NONE);
    }

    /**
     * The same secret, knowing where its predecessor was stored.
     *
     * @param seqno of the transaction that stored the preceding secret, encrypted, in {@code
     *     historical_encrypted_ledger_secret}; at least 1
     */
    public LedgerSecret withPreviousSecretStoredAt(long seqno) {
        if (seqno < 1) {
            throw new LedgerFormatException("no secret can be stored at seqno " + seqno);
        }
        return new LedgerSecret(key, validFrom, seqno);
    }

    /** A copy of the 32 key bytes, owned by the caller. */
    public byte[] keyBytes() {
        return key.clone();
    }

    /** First seqno that is encrypted under this secret. */
    public long validFrom() {
        return validFrom;
    }

    /** Seqno of the transaction that stored the preceding secret, if known (spec 01, 6.1). */
    public OptionalLong previousSecretStoredSeqno() {
        return previousSecretStoredSeqno == NONE
                ? OptionalLong.empty()
                : OptionalLong.of(previousSecretStoredSeqno);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof LedgerSecret that
                        && validFrom == that.validFrom
                        && previousSecretStoredSeqno == that.previousSecretStoredSeqno
                        && MessageDigest.isEqual(key, that.key));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key) * 31 + Long.hashCode(validFrom);
    }

    @Override
    public String toString() {
        return "LedgerSecret[valid from " + validFrom + "]";
    }
}
