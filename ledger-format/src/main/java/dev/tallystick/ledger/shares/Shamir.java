package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Shamir's secret sharing over the integers modulo 2³¹−1, limb by limb (spec 01, 6.6). */
public final class Shamir {
    /** The field's prime. */
    static final long PRIME = (1L << 31) - 1;

    private Shamir() {}

    /** A uniform element: 31 random bits, drawn again if they are the prime itself. */
    static long randomElement(RandomGenerator random) {
        while (true) {
            long element = random.nextInt() & PRIME;
            if (element != PRIME) {
                return element;
            }
        }
    }

    /**
     * Divides a secret.
     *
     * @param threshold how many shares give the secret back, between 1 and {@code count}
     * @param count how many shares to make; the i-th has x = i + 1
     * @param random a cryptographic generator; another one only in tests
     */
    public static List<Share> split(
            SharingSecret secret, int threshold, int count, RandomGenerator random) {
        Check.that(
                threshold >= 1 && threshold <= count,
                "threshold %s of %s shares",
                threshold,
                count);
        long[][] polynomials = new long[SharingSecret.LIMBS][threshold];
        long[] limbs = secret.limbs();
        for (int limb = 0; limb < limbs.length; limb++) {
            polynomials[limb][0] = limbs[limb];
            for (int degree = 1; degree < threshold; degree++) {
                polynomials[limb][degree] = randomElement(random);
            }
        }
        List<Share> shares = new ArrayList<>(count);
        for (int x = 1; x <= count; x++) {
            shares.add(evaluate(polynomials, x));
        }
        return shares;
    }

    static Share evaluate(long[][] polynomials, long x) {
        long[] values = new long[polynomials.length];
        for (int limb = 0; limb < values.length; limb++) {
            long value = 0;
            for (int degree = polynomials[limb].length - 1; degree >= 0; degree--) {
                value = (value * x + polynomials[limb][degree]) % PRIME;
            }
            values[limb] = value;
        }
        return new Share(x, values);
    }

    /**
     * Puts a secret together from the first {@code threshold} shares, or from a full share alone.
     * There is no authentication: a wrong share gives a wrong secret, which shows when it unwraps
     * nothing.
     *
     * @throws IllegalArgumentException if there are too few shares, or two of them are for the same
     *     x
     */
    public static SharingSecret combine(List<Share> shares, int threshold) {
        for (Share share : shares) {
            if (share.isFull()) {
                return interpolate(List.of(share));
            }
        }
        if (threshold < 1 || shares.size() < threshold) {
            throw new IllegalArgumentException(
                    shares.size() + " shares do not reach the threshold of " + threshold);
        }
        return interpolate(shares.subList(0, threshold));
    }

    private static SharingSecret interpolate(List<Share> shares) {
        Set<Long> distinct = new HashSet<>();
        for (Share share : shares) {
            if (!distinct.add(share.x() % PRIME)) {
                throw new IllegalArgumentException("two shares are for the same x");
            }
        }
        long[] limbs = new long[SharingSecret.LIMBS];
        for (Share share : shares) {
            long weight = weightAtZero(share, shares);
            for (int limb = 0; limb < limbs.length; limb++) {
                limbs[limb] = (limbs[limb] + weight * share.value(limb)) % PRIME;
            }
        }
        return new SharingSecret(limbs);
    }

    /** Lagrange's basis polynomial of one share, at 0. */
    private static long weightAtZero(Share share, List<Share> shares) {
        long numerator = 1;
        long denominator = 1;
        for (Share other : shares) {
            if (other.x() != share.x()) {
                long otherX = other.x() % PRIME;
                numerator = numerator * otherX % PRIME;
                denominator =
                        denominator * Math.floorMod(otherX - share.x() % PRIME, PRIME) % PRIME;
            }
        }
        return numerator * inverse(denominator) % PRIME;
    }

    /** By Fermat: the inverse is the power of p − 2. */
    private static long inverse(long element) {
        long result = 1;
        long base = element;
        for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
        }
        return result;
    }
}
