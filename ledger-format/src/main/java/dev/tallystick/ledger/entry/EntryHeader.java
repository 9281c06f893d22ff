package dev.tallystick.ledger.entry;

import static dev.tallystick.ledger.entry.EntryLayout.HEADER_SIZE;
import static dev.tallystick.ledger.entry.EntryLayout.PUBLIC_LENGTH_OFFSET;
import static dev.tallystick.ledger.entry.EntryLayout.PUBLIC_OFFSET;
import static dev.tallystick.ledger.entry.EntryLayout.RESERVED_SIZE;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;

/**
 * What can be told of an entry without keys and without parsing its maps (spec 01, 2.1, 2.2).
 *
 * @param txId view from the IV, seqno from the public domain
 * @param type form of the entry
 * @param flags see {@link EntryFlags}
 * @param publicLength bytes of the public domain, which starts at offset 44
 * @param size bytes of the whole entry, header included
 */
public record EntryHeader(TxId txId, EntryType type, int flags, int publicLength, int size) {
    /** Bytes at the start of an entry that tell its size. */
    public static final int SIZE = HEADER_SIZE;

    /**
     * Size of the whole entry, header included, told by its first 8 bytes.
     *
     * @param bytes holds the first 8 bytes of an entry from {@code offset} on
     * @return at least 8; beyond 2 GiB possible
     * @throws LedgerFormatException if the version is not 1
     */
    public static long sizeOf(byte[] bytes, int offset) {
        long word = EntryLayout.getLong(bytes, offset);
        if ((word & 0xff) != EntryLayout.VERSION) {
            throw new LedgerFormatException(
                    "entry format version is " + (word & 0xff) + ", expected 1");
        }
        return HEADER_SIZE + (word >>> 16);
    }

    /**
     * Seqno of an entry, as its public domain tells.
     *
     * @param bytes holds the first 53 bytes of an entry from {@code offset} on
     */
    public static long seqnoOf(byte[] bytes, int offset) {
        return EntryLayout.getLong(bytes, offset + EntryLayout.SEQNO_OFFSET);
    }

    /** Bytes of the private domain. */
    public int privateLength() {
        return size - PUBLIC_OFFSET - publicLength;
    }

    /** The flags byte of an entry. */
    public static int flagsOf(byte[] entry) {
        return entry[1] & 0xff;
    }

    /**
     * Reads the fixed fields of a whole entry.
     *
     * @throws LedgerFormatException if the entry is too short, its sizes disagree, its version or
     *     type is unknown, its view or seqno is 0 or too large, or it is a snapshot
     */
    public static EntryHeader of(byte[] entry) {
        return of(entry, 0, entry.length);
    }

    /**
     * Reads the fixed fields of the entry that fills {@code length} bytes from {@code offset} on.
     *
     * @throws LedgerFormatException as {@link #of(byte[])}
     */
    static EntryHeader of(byte[] bytes, int offset, int length) {
        if (length < HEADER_SIZE) {
            throw new LedgerFormatException("entry has only " + length + " bytes");
        }
        long size = sizeOf(bytes, offset);
        if (size != length) {
            throw new LedgerFormatException(
                    "entry header announces " + size + " bytes, there are " + length);
        }
        if (size < EntryLayout.DIGESTS_OFFSET + RESERVED_SIZE) {
            throw new LedgerFormatException("entry of " + size + " bytes is too short");
        }
        long publicLength = EntryLayout.getLong(bytes, offset + PUBLIC_LENGTH_OFFSET);
        EntryType type = EntryType.of(bytes[offset + EntryLayout.TYPE_OFFSET] & 0xff);
        if (publicLength < domainHeaderSize(type) || publicLength > size - PUBLIC_OFFSET) {
            throw new LedgerFormatException(
                    "public domain of "
                            + Long.toUnsignedString(publicLength)
                            + " bytes does not fit an entry of "
                            + size);
        }
        TxId txId = txId(bytes, offset, type);
        return new EntryHeader(txId, type, bytes[offset + 1] & 0xff, (int) publicLength, length);
    }

    /**
     * Size of the entry that begins with {@code bytes}, if these can be the first bytes of the
     * entry at {@code seqno}: serves to find the last whole entry of a torn file.
     *
     * @param bytes at least the first 53 bytes
     * @return -1 if this is not the start of that entry
     */
    public static long wholeEntrySize(byte[] bytes, long seqno) {
        boolean isEntry =
                bytes[0] == EntryLayout.VERSION
                        && EntryLayout.getLong(bytes, EntryLayout.SEQNO_OFFSET) == seqno;
        return isEntry ? sizeOf(bytes, 0) : -1;
    }

    private static TxId txId(byte[] bytes, int offset, EntryType type) {
        int viewWord = EntryLayout.getInt(bytes, offset + EntryLayout.VIEW_OFFSET);
        long seqno = seqnoOf(bytes, offset);
        if (type == EntryType.SNAPSHOT || (viewWord & EntryLayout.SNAPSHOT_BIT) != 0) {
            throw new LedgerFormatException("a snapshot is not a ledger entry");
        }
        if (viewWord == 0 || seqno <= 0) {
            throw new LedgerFormatException(
                    "entry has view " + viewWord + ", seqno " + Long.toUnsignedString(seqno));
        }
        long ivSeqno = EntryLayout.getLong(bytes, offset + EntryLayout.IV_OFFSET);
        if (ivSeqno != seqno) {
            throw new LedgerFormatException(
                    "entry has seqno " + seqno + ", its IV " + Long.toUnsignedString(ivSeqno));
        }
        return new TxId(viewWord, seqno);
    }

    /** Bytes of the public domain before the first map. */
    static int domainHeaderSize(EntryType type) {
        return EntryLayout.DIGESTS_OFFSET
                - PUBLIC_OFFSET
                + (type.hasClaims() ? Digest.LENGTH : 0)
                + (type.hasCommitEvidence() ? Digest.LENGTH : 0)
                + RESERVED_SIZE;
    }
}
