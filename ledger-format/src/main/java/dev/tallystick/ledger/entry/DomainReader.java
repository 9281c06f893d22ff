package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one domain of an entry, never beyond its end. Every length is checked against the bytes
 * that are left before anything is allocated for it.
 */
final class DomainReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    DomainReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    Digest digest() {
        need(Digest.LENGTH);
        Digest digest = Digest.of(bytes, position);
        position += Digest.LENGTH;
        return digest;
    }

    void skip(int length) {
        need(length);
        position += length;
    }

    /**
     * All map blocks up to the end of the domain.
     *
     * @param isPublic which kind of map belongs here
     */
    WriteSet maps(boolean isPublic) {
        List<MapWrites> maps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (position < end) {
            MapWrites map = map();
            if (map.isPublic() != isPublic) {
                throw malformed(
                        isPublic
                                ? "private map in the public domain"
                                : "public map in the private domain");
            }
            if (!names.add(map.name())) {
                throw malformed("map " + map.name() + " occurs twice");
            }
            maps.add(map);
        }
        return new WriteSet(maps);
    }

    private MapWrites map() {
        String name = name();
        skip(Long.BYTES); // read version: no meaning, 0 in all known ledgers
        long readCount = u64();
        if (readCount != 0) {
            throw malformed("map " + name + " records reads");
        }
        TreeMap<Bytes, Bytes> writes = new TreeMap<>();
        for (long left = count(EntryLayout.WRITE_FIXED_SIZE); left > 0; left--) {
            Bytes key = blob();
            writes.put(key, blob());
        }
        TreeSet<Bytes> removals = new TreeSet<>();
        for (long left = count(EntryLayout.REMOVAL_FIXED_SIZE); left > 0; left--) {
            removals.add(blob());
        }
        return new MapWrites(name, writes, removals);
    }

    private String name() {
        int length = length();
        ByteBuffer utf8 = ByteBuffer.wrap(bytes, position, length);
        try {
            String name =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(utf8)
                            .toString();
            position += length;
            return name;
        } catch (CharacterCodingException e) {
            throw malformed("the name of a map is not UTF-8");
        }
    }

    private Bytes blob() {
        int length = length();
        Bytes blob = Bytes.copyOf(bytes, position, length);
        position += length;
        return blob;
    }

    /** A length of bytes that are really there. */
    private int length() {
        long length = u64();
        if (length < 0 || length > end - position) {
            throw malformed(
                    "a length of "
                            + Long.toUnsignedString(length)
                            + " where "
                            + (end - position)
                            + " bytes are left");
        }
        return (int) length;
    }

    /** A number of elements that could still be there. */
    private long count(int elementSizeMin) {
        long count = u64();
        if (count < 0 || count > (end - position) / elementSizeMin) {
            throw malformed(
                    "a count of "
                            + Long.toUnsignedString(count)
                            + " where "
                            + (end - position)
                            + " bytes are left");
        }
        return count;
    }

    private long u64() {
        need(Long.BYTES);
        long value = EntryLayout.getLong(bytes, position);
        position += Long.BYTES;
        return value;
    }

    private void need(int length) {
        if (end - position < length) {
            throw malformed(length + " bytes expected where " + (end - position) + " are left");
        }
    }

    private LedgerFormatException malformed(String what) {
        return new LedgerFormatException(
                "malformed write set: " + what + " (byte " + position + ")");
    }
}
