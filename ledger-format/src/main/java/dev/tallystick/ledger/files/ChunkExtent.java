package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryHeader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the entries of a chunk lie in its file.
 *
 * @param start seqno of the first entry
 * @param positions offsets of the entries; not copied
 * @param entriesEnd offset after the last entry
 */
record ChunkExtent(long start, Positions positions, long entriesEnd) {
    /** Seqno of the last entry; {@code start - 1} if there is none. */
    long last() {
        return start + positions.count() - 1;
    }

    boolean covers(long seqno) {
        return start <= seqno && seqno <= last();
    }

    /** Offset of the entry {@code seqno}. */
    long offset(long seqno) {
        return positions.at((int) (seqno - start));
    }

    /** Offset after the entry {@code seqno}. */
    long end(long seqno) {
        return seqno == last() ? entriesEnd : offset(seqno + 1);
    }

    /**
     * The last of the entries from {@code from} to {@code to} that together have at most {@code
     * sizeMax} bytes.
     *
     * @return {@code from - 1} if not even the first one fits
     */
    long lastWithin(long from, long to, long sizeMax) {
        long offset = offset(from);
        long fits = from - 1;
        long beyond = Math.min(to, last()) + 1;
        while (fits + 1 < beyond) {
            long middle = fits + (beyond - fits) / 2;
            if (end(middle) - offset <= sizeMax) {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        return fits;
    }

    /**
     * Takes apart the bytes of consecutive entries.
     *
     * @param path where they come from, for errors
     * @param from seqno of the first one
     * @param bytes all of them; handed out itself if it is one entry
     * @throws ChunkFormatException if one is no entry, or has another seqno
     */
    List<byte[]> split(Path path, long from, byte[] bytes) {
        List<byte[]> entries = new ArrayList<>();
        long base = offset(from);
        for (long seqno = from; offset(seqno) - base < bytes.length; seqno++) {
            int at = (int) (offset(seqno) - base);
            int end = (int) (end(seqno) - base);
            byte[] entry =
                    at == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, end);
            entries.add(checked(path, seqno, offset(seqno), entry));
            if (seqno == last()) {
                break;
            }
        }
        return entries;
    }

    /** Refuses {@code entry} unless it is one, and the one at {@code seqno}. */
    static byte[] checked(Path path, long seqno, long offset, byte[] entry) {
        EntryHeader header;
        try {
            header = EntryHeader.of(entry);
        } catch (LedgerFormatException e) {
            throw new ChunkFormatException(path, offset, seqno, String.valueOf(e.getMessage()));
        }
        if (header.txId().seqno() != seqno) {
            throw new ChunkFormatException(
                    path, offset, seqno, "entry says that it is " + header.txId());
        }
        return entry;
    }
}
