package dev.tallystick.ledger.diff;

import dev.tallystick.ledger.Bytes;

/** One thing in which two entries with the same seqno differ. */
public sealed interface EntryDifference {
    /** The fields of an entry outside its maps (spec 01, 2.1 and 2.4). */
    enum Field {
        /** Bytes of the whole entry. */
        SIZE,
        /** Orders to whoever writes the file. */
        FLAGS,
        /** Authentication tag of the encryption. */
        TAG,
        /** Initialisation vector: seqno and view. */
        IV,
        /** The view alone. */
        VIEW,
        /** Bytes of the public domain. */
        PUBLIC_SIZE,
        /** Form of the entry. */
        TYPE,
        /** What the application claims. */
        CLAIMS_DIGEST,
        /** Digest of the commit evidence. */
        COMMIT_EVIDENCE_DIGEST,
        /** Eight bytes without meaning. */
        RESERVED
    }

    /**
     * A field outside the maps.
     *
     * @param field which one
     * @param a its value in the first copy: a number in decimal, bytes in hexadecimal digits
     * @param b its value in the second
     */
    record OfField(Field field, String a, String b) implements EntryDifference {}

    /**
     * A key of a public map.
     *
     * @param map name of the map
     * @param key as it is
     * @param a what the first copy does to it
     * @param b what the second does, which is not the same
     */
    record OfKey(String map, Bytes key, KeyState a, KeyState b) implements EntryDifference {}

    /**
     * The public domain has the same fields, maps, keys and values, but in another form.
     *
     * @param offset in the entry, of the first byte that differs
     */
    record OfForm(int offset) implements EntryDifference {}

    /**
     * The ciphertext of the private maps.
     *
     * @param aSize its bytes in the first copy
     * @param bSize its bytes in the second
     */
    record OfPrivateDomain(int aSize, int bSize) implements EntryDifference {}

    /**
     * An entry cannot be read.
     *
     * @param isFirst whether it is that of the first copy
     * @param reason what is wrong with it
     */
    record Unreadable(boolean isFirst, String reason) implements EntryDifference {}
}
