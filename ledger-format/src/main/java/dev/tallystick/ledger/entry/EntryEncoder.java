package dev.tallystick.ledger.entry;

import static dev.tallystick.ledger.entry.EntryLayout.PUBLIC_OFFSET;
import static dev.tallystick.ledger.entry.EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;

import java.security.MessageDigest;

/**
 * Turns transactions into ledger entries (spec 01, 2.1 to 2.8).
 *
 * <p>Confined to one thread: its cipher and hashes are reused. The final array is allocated once,
 * at its exact size; the ciphertext is the only part that is copied.
 */
public final class EntryEncoder {
    /** A scratch buffer that has grown beyond this is dropped after use. */
    private static final int SCRATCH_KEPT_MAX = 1 << 20;

    private final EntryCrypto crypto = new EntryCrypto();
    private final DomainWriter writer = new DomainWriter();
    private byte[] plaintext = new byte[4096];

    /**
     * Encodes one transaction.
     *
     * @param id view at most 2<sup>31</sup>-1, seqno at least 1; never twice with the same secret,
     *     since both make up the IV
     * @param flags see {@link EntryFlags}; covered by the digests, hence final
     * @param writes at least one map
     * @param claims claims digest, {@link Digest#ZERO} by default
     * @param secret the ledger secret valid at {@code id.seqno()}
     * @throws IllegalArgumentException if the entry would not fit into an array
     */
    public EncodedEntry encode(
            TxId id, int flags, WriteSet writes, Digest claims, LedgerSecret secret) {
        Check.that(
                id.view() >= 1 && id.view() <= EntryLayout.VIEW_MAX && id.seqno() >= 1,
                "%s cannot be the id of an entry",
                id);
        Check.that(secret.validFrom() <= id.seqno(), "%s is not valid at %s", secret, id);
        Check.that((flags & ~0xff) == 0, "flags %s are not one byte", flags);
        EntryType type = WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS;
        var publicMaps = writes.publicMaps();
        var privateMaps = writes.privateMaps();
        int publicLength =
                checkedSize(EntryHeader.domainHeaderSize(type) + DomainWriter.sizeOf(publicMaps));
        int privateLength = checkedSize(DomainWriter.sizeOf(privateMaps));
        byte[] entry = new byte[checkedSize(PUBLIC_OFFSET + (long) publicLength + privateLength)];

        crypto.use(secret);
        Digest evidenceDigest = crypto.evidenceDigest(id);
        writeFixedFields(entry, id, flags, publicLength);
        writer.begin(entry, PUBLIC_OFFSET);
        writer.domainHeader(type, id.seqno(), claims, evidenceDigest);
        writer.maps(publicMaps);
        writer.end(PUBLIC_OFFSET + publicLength);

        byte[] privateDomain = plaintext(privateLength);
        writer.begin(privateDomain, 0);
        writer.maps(privateMaps);
        writer.end(privateLength);
        crypto.seal(entry, publicLength, privateDomain);

        MessageDigest sha256 = crypto.sha256();
        sha256.update(entry);
        Digest writeSetDigest = Digest.finish(sha256);
        Digest leaf = EntryLeaf.of(type, entry, 0, writeSetDigest, sha256);
        return new EncodedEntry(id, entry, writeSetDigest, evidenceDigest, claims, leaf);
    }

    /**
     * Size in bytes of the entry that {@link #encode} makes of these writes.
     *
     * @throws IllegalArgumentException if it would not fit into an array
     */
    public static int sizeOf(WriteSet writes) {
        return checkedSize(
                PUBLIC_OFFSET
                        + EntryHeader.domainHeaderSize(WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS)
                        + DomainWriter.sizeOf(writes.maps()));
    }

    private static void writeFixedFields(byte[] entry, TxId id, int flags, int publicLength) {
        EntryLayout.putLong(entry, 0, EntryLayout.headerWord(flags, entry.length));
        EntryLayout.putLong(entry, EntryLayout.IV_OFFSET, id.seqno());
        EntryLayout.putInt(entry, EntryLayout.VIEW_OFFSET, (int) id.view());
        EntryLayout.putLong(entry, EntryLayout.PUBLIC_LENGTH_OFFSET, publicLength);
    }

    private byte[] plaintext(int size) {
        if (size > SCRATCH_KEPT_MAX) {
            return new byte[size];
        }
        if (plaintext.length < size) {
            plaintext = new byte[Math.max(size, Math.min(2 * plaintext.length, SCRATCH_KEPT_MAX))];
        }
        return plaintext;
    }

    private static int checkedSize(long size) {
        if (size > EntryLayout.ENTRY_SIZE_MAX) {
            throw new IllegalArgumentException(
                    "a transaction of " + size + " bytes is too large for the ledger");
        }
        return (int) size;
    }
}
