package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.CryptoProvider;

import java.security.MessageDigest;
import java.util.Optional;

/**
 * The one byte of an entry that is not what it was when the entry was signed: found by trying, as
 * the signed leaf tells when it is right.
 *
 * @param offset in the entry, in bytes
 * @param actual value that is there, 0 to 255
 * @param signed value that must be there
 */
public record SingleByteDamage(int offset, int actual, int signed) {
    /** Bytes that are hashed in search of a byte: a few seconds. */
    private static final long HASHED_BYTES_MAX = 3L << 30;

    private static final int BITS = 8;
    private static final int BYTE_VALUES = 256;

    /**
     * Looks for a byte whose change gives the entry its signed leaf: first for one flipped bit,
     * then for any value. Large entries are not searched, because the work grows with the square of
     * their size.
     *
     * @param entry the whole entry as it is
     * @param signedLeaf as the tree of a later signature transaction tells
     * @return nothing if more than one byte has changed, or the entry is too large
     */
    public static Optional<SingleByteDamage> find(byte[] entry, Digest signedLeaf) {
        long hashedForEachValue = (long) entry.length * entry.length / 2;
        if (entry.length < EntryLayout.DIGESTS_OFFSET + 2 * Digest.LENGTH
                || hashedForEachValue * BITS > HASHED_BYTES_MAX) {
            return Optional.empty();
        }
        Search search = new Search(entry.clone(), signedLeaf);
        Optional<SingleByteDamage> flipped = search.flippedBit();
        return flipped.isPresent() || hashedForEachValue * BYTE_VALUES > HASHED_BYTES_MAX
                ? flipped
                : search.changedByte();
    }

    /** Tries values in place; the part of the entry before the byte is hashed only once. */
    private static final class Search {
        private final byte[] entry;
        private final Digest signedLeaf;
        private final MessageDigest leafSha256 = CryptoProvider.get().digest("SHA-256");

        Search(byte[] entry, Digest signedLeaf) {
            this.entry = entry;
            this.signedLeaf = signedLeaf;
        }

        Optional<SingleByteDamage> flippedBit() {
            MessageDigest before = CryptoProvider.get().digest("SHA-256");
            for (int at = 0; at < entry.length; at++) {
                int actual = entry[at] & 0xff;
                for (int bit = 0; bit < BITS; bit++) {
                    if (fits(before, at, actual ^ (1 << bit))) {
                        return Optional.of(new SingleByteDamage(at, actual, actual ^ (1 << bit)));
                    }
                }
                before.update(entry, at, 1);
            }
            return Optional.empty();
        }

        Optional<SingleByteDamage> changedByte() {
            MessageDigest before = CryptoProvider.get().digest("SHA-256");
            for (int at = 0; at < entry.length; at++) {
                int actual = entry[at] & 0xff;
                for (int value = 0; value < BYTE_VALUES; value++) {
                    if (fits(before, at, value)) {
                        return Optional.of(new SingleByteDamage(at, actual, value));
                    }
                }
                before.update(entry, at, 1);
            }
            return Optional.empty();
        }

        private boolean fits(MessageDigest before, int at, int value) {
            byte actual = entry[at];
            entry[at] = (byte) value;
            try {
                MessageDigest sha256 = (MessageDigest) before.clone();
                sha256.update(entry, at, entry.length - at);
                EntryType type = EntryType.of(entry[EntryLayout.TYPE_OFFSET] & 0xff);
                return EntryLeaf.of(type, entry, 0, Digest.finish(sha256), leafSha256)
                        .equals(signedLeaf);
            } catch (LedgerFormatException e) {
                return false; // not a type of entry
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("SHA-256 cannot be continued from a copy", e);
            } finally {
                entry[at] = actual;
            }
        }
    }
}
