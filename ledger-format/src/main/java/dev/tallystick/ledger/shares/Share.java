package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One member's share: a point on each of the ten polynomials (spec 01, 6.6). Secret; its text form
 * hides the values.
 */
public final class Share {
    /** Size of the byte form: u32 x, then ten u32 values, little-endian. */
    public static final int SIZE = 4 + 4 * SharingSecret.LIMBS;

    private final long x;
    private final long[] values;

    Share(long x, long[] values) {
        this.x = x;
        this.values = values;
    }

    /** A full share: the secret itself, for an owner who may recover alone. */
    static Share full(SharingSecret secret) {
        return new Share(0, secret.limbs());
    }

    /**
     * Reads the byte form; values are reduced modulo the field's prime.
     *
     * @throws LedgerFormatException if there are not exactly {@value #SIZE} bytes
     */
    public static Share parse(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new LedgerFormatException("a share has " + SIZE + " bytes, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long x = Integer.toUnsignedLong(in.getInt());
        long[] values = new long[SharingSecret.LIMBS];
        for (int i = 0; i < values.length; i++) {
            values[i] = Integer.toUnsignedLong(in.getInt()) % Shamir.PRIME;
        }
        return new Share(x, values);
    }

    /** The byte form. */
    public Bytes bytes() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt((int) x);
        for (long value : values) {
            out.putInt((int) value);
        }
        return Bytes.wrap(out.array());
    }

    /** Whether this is the secret itself rather than a part of it. */
    public boolean isFull() {
        return x == 0;
    }

    long x() {
        return x;
    }

    long value(int limb) {
        return values[limb];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Share share && x == share.x && Arrays.equals(values, share.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + Long.hashCode(x);
    }

    @Override
    public String toString() {
        return "Share[x=" + x + "]";
    }
}
