package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Tells an entry that was being written when its node died from damage in the middle of a file: a
 * torn entry begins like the entry with the next seqno, is longer than what is left, and has no
 * later entry behind it.
 */
final class TornTail {
    private static final int IV_SEQNO_OFFSET = 24;
    private static final int SEQNO_OFFSET = 45;

    private TornTail() {}

    /**
     * How many bytes the torn entry at the end of a file has.
     *
     * @param offset where it begins
     * @param seqno that it should have
     * @return the bytes from {@code offset} to the end, or −1 if they are no torn entry but damage
     */
    static long size(Path file, long offset, long seqno) throws IOException {
        byte[] rest;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length() - offset;
            if (size < 0 || size > Integer.MAX_VALUE - 64) {
                return -1;
            }
            rest = new byte[(int) size];
            in.seek(offset);
            in.readFully(rest);
        }
        return isTorn(rest, seqno) ? rest.length : -1;
    }

    static boolean isTorn(byte[] rest, long seqno) {
        if (rest.length == 0 || rest[0] != 1) {
            return false;
        }
        if (rest.length < EntryHeader.SIZE) {
            return true;
        }
        try {
            if (EntryHeader.sizeOf(rest, 0) <= rest.length) {
                return false;
            }
        } catch (LedgerFormatException e) {
            return false;
        }
        return (rest.length < IV_SEQNO_OFFSET + 8 || seqnoAt(rest, IV_SEQNO_OFFSET) == seqno)
                && !containsEntry(rest, seqno + 1);
    }

    private static boolean containsEntry(byte[] rest, long seqno) {
        for (int at = EntryHeader.SIZE; at + SEQNO_OFFSET + 8 <= rest.length; at++) {
            if (rest[at] == 1
                    && seqnoAt(rest, at + IV_SEQNO_OFFSET) == seqno
                    && seqnoAt(rest, at + SEQNO_OFFSET) == seqno) {
                return true;
            }
        }
        return false;
    }

    private static long seqnoAt(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
    }
}
