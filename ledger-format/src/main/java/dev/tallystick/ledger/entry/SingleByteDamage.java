package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.CryptoProvider;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.stream.IntStream;

/**
 * The one byte of an entry that is not what it was when the entry was signed: found by trying, as
 * the signed leaf tells when it is right.
 *
 * @param offset in the entry, in bytes
 * @param actual value that is there, 0 to 255
 * @param signed value that must be there
 */
public record SingleByteDamage(int offset, int actual, int signed) {
    /**
     * Bytes that are hashed in search of a flipped bit: at most a minute on two cores, for entries
     * of up to 200 KB, which are those that hold a whole constitution or application.
     */
    private static final long HASHED_FOR_BIT_MAX = 160L << 30;

    /** Bytes that are hashed in search of any other byte: some ten seconds, for up to 13 KB. */
    private static final long HASHED_FOR_BYTE_MAX = 20L << 30;

    private static final int BITS = 8;
    private static final int BYTE_VALUES = 256;

    /** Bytes of the entry that one task tries: some 0.1 s for the largest entries. */
    private static final int TASK_BYTES = 256;

    /**
     * Looks for a byte whose change gives the entry its signed leaf: first for one flipped bit,
     * then for any value. All processors take part. Large entries are not searched, because the
     * work grows with the square of their size.
     *
     * @param entry the whole entry as it is
     * @param signedLeaf as the tree of a later signature transaction tells
     * @return nothing if more than one byte has changed, or the entry is too large
     */
    public static Optional<SingleByteDamage> find(byte[] entry, Digest signedLeaf) {
        long hashedForEachValue = (long) entry.length * entry.length / 2;
        if (entry.length < EntryLayout.DIGESTS_OFFSET + 2 * Digest.LENGTH
                || hashedForEachValue * BITS > HASHED_FOR_BIT_MAX) {
            return Optional.empty();
        }
        Optional<SingleByteDamage> flipped = search(entry, signedLeaf, Search::flippedBit);
        return flipped.isPresent() || hashedForEachValue * BYTE_VALUES > HASHED_FOR_BYTE_MAX
                ? flipped
                : search(entry, signedLeaf, Search::changedByte);
    }

    private static Optional<SingleByteDamage> search(
            byte[] entry, Digest signedLeaf, ToIntBiFunction<Search, Integer> signedByteAt) {
        return IntStream.rangeClosed(0, (entry.length - 1) / TASK_BYTES)
                .parallel()
                .mapToObj(task -> new Search(entry.clone(), signedLeaf).task(task, signedByteAt))
                .flatMap(Optional::stream)
                .findAny();
    }

    /** Tries values in place; the part of the entry before the byte is hashed only once. */
    private static final class Search {
        private static final int NONE = -1;

        private final byte[] entry;
        private final Digest signedLeaf;
        private final MessageDigest before = CryptoProvider.get().digest("SHA-256");
        private final MessageDigest leafSha256 = CryptoProvider.get().digest("SHA-256");

        Search(byte[] entry, Digest signedLeaf) {
            this.entry = entry;
            this.signedLeaf = signedLeaf;
        }

        Optional<SingleByteDamage> task(int task, ToIntBiFunction<Search, Integer> signedByteAt) {
            int start = task * TASK_BYTES;
            int end = Math.min(entry.length, start + TASK_BYTES);
            before.update(entry, 0, start);
            for (int at = start; at < end; at++) {
                int signed = signedByteAt.applyAsInt(this, at);
                if (signed != NONE) {
                    return Optional.of(new SingleByteDamage(at, entry[at] & 0xff, signed));
                }
                before.update(entry, at, 1);
            }
            return Optional.empty();
        }

        int flippedBit(int at) {
            for (int bit = 0; bit < BITS; bit++) {
                int value = (entry[at] & 0xff) ^ (1 << bit);
                if (fits(at, value)) {
                    return value;
                }
            }
            return NONE;
        }

        int changedByte(int at) {
            for (int value = 0; value < BYTE_VALUES; value++) {
                if (fits(at, value)) {
                    return value;
                }
            }
            return NONE;
        }

        private boolean fits(int at, int value) {
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
