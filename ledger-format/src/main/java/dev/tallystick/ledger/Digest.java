package dev.tallystick.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A SHA-256 hash: 32 bytes, immutable. */
public final class Digest {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** 32 zero bytes: leaf 0 of every Merkle tree and the default claims digest. */
    public static final Digest ZERO = new Digest(new byte[LENGTH]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies 32 bytes.
     *
     * @throws LedgerFormatException if {@code bytes} has another length
     */
    public static Digest of(byte[] bytes) {
        return wrap(bytes.clone());
    }

    /**
     * Copies the 32 bytes from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public static Digest of(byte[] bytes, int offset) {
        byte[] copy = new byte[LENGTH];
        System.arraycopy(bytes, offset, copy, 0, LENGTH);
        return new Digest(copy);
    }

    /**
     * Takes {@code bytes} over without copying: the caller must not touch the array again.
     *
     * @throws LedgerFormatException if {@code bytes} is not 32 bytes long
     */
    public static Digest wrap(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new LedgerFormatException("a digest has 32 bytes, not " + bytes.length);
        }
        return new Digest(bytes);
    }

    /**
     * Reads 64 hexadecimal digits.
     *
     * @throws LedgerFormatException if {@code text} is anything else
     */
    public static Digest fromHex(String text) {
        return wrap(Hex.decode(text));
    }

    /** SHA-256 of all {@code parts}, one after the other. */
    public static Digest sha256(byte[]... parts) {
        MessageDigest sha256 = newSha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return new Digest(sha256.digest());
    }

    /** SHA-256 of the digests' bytes, one after the other. */
    public static Digest sha256(Digest... parts) {
        MessageDigest sha256 = newSha256();
        for (Digest part : parts) {
            sha256.update(part.bytes);
        }
        return new Digest(sha256.digest());
    }

    /** What {@code sha256} has been fed; it is reset and may be used again. */
    public static Digest finish(MessageDigest sha256) {
        byte[] bytes = new byte[LENGTH];
        try {
            int length = sha256.digest(bytes, 0, LENGTH);
            Check.that(length == LENGTH, "SHA-256 gave %s bytes", length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit into 32 bytes", e);
        }
        return new Digest(bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** A copy of the 32 bytes, owned by the caller. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Copies the 32 bytes to {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, LENGTH);
    }

    /** Feeds the 32 bytes to {@code hash}. */
    public void feed(MessageDigest hash) {
        hash.update(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return Hex.encode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Digest that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return ((bytes[0] & 0xff) << 24)
                | ((bytes[1] & 0xff) << 16)
                | ((bytes[2] & 0xff) << 8)
                | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}
