package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final byte[] PUBLIC_PREFIX = "public:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVICE_PREFIX = "public:ccf.".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int origin;
    private final int end;
    private int position;

    DomainReader(byte[] bytes, int offset, int length) {
        this(bytes, offset, length, 0);
    }

    /**
     * @param origin where in {@code bytes} the entry begins, from which errors count
     */
    DomainReader(byte[] bytes, int offset, int length, int origin) {
        this.bytes = bytes;
        this.origin = origin;
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
                throw wrongDomain(isPublic);
            }
            if (!names.add(map.name())) {
                throw duplicate(map.name());
            }
            maps.add(map);
        }
        return new WriteSet(maps);
    }

    /**
     * Checks all map blocks up to the end of the domain as {@link #maps} does, and keeps nothing.
     *
     * @param isPublic which kind of map belongs here
     * @return whether one of them is a table of the service itself
     */
    boolean checkMaps(boolean isPublic) {
        boolean isOfService = false;
        Set<String> names = Set.of();
        while (position < end) {
            int nameStart = position + Long.BYTES;
            int nameLength = skipName();
            if (startsWith(PUBLIC_PREFIX, nameStart, nameLength) != isPublic) {
                throw wrongDomain(isPublic);
            }
            isOfService |= startsWith(SERVICE_PREFIX, nameStart, nameLength);
            boolean isOnly = checkRows();
            if (!isOnly || !names.isEmpty()) {
                names = withName(names, nameStart, nameLength);
            }
        }
        return isOfService;
    }

    /** Passes over what follows a name; returns whether the domain ends with it. */
    private boolean checkRows() {
        checkReads();
        for (long left = count(EntryLayout.WRITE_FIXED_SIZE); left > 0; left--) {
            skipBlob();
            skipBlob();
        }
        for (long left = count(EntryLayout.REMOVAL_FIXED_SIZE); left > 0; left--) {
            skipBlob();
        }
        return position == end;
    }

    private void skipBlob() {
        int length = length(); // moves the position itself
        position += length;
    }

    /** Passes over a name that must be UTF-8; returns its length. */
    private int skipName() {
        int start = position;
        int length = length();
        for (int i = position; i < position + length; i++) {
            if (bytes[i] < 0) {
                position = start;
                name(); // checks the characters beyond ASCII
                return length;
            }
        }
        position += length;
        return length;
    }

    private boolean startsWith(byte[] prefix, int from, int length) {
        return length >= prefix.length
                && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private Set<String> withName(Set<String> names, int from, int length) {
        String name = new String(bytes, from, length, StandardCharsets.UTF_8);
        Set<String> all = names.isEmpty() ? new HashSet<>() : names;
        if (!all.add(name)) {
            throw duplicate(name);
        }
        return all;
    }

    private MapWrites map() {
        String name = name();
        checkReads();
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

    private void checkReads() {
        skip(Long.BYTES); // read version: no meaning, 0 in all known ledgers
        if (u64() != 0) {
            throw malformed("a map records reads");
        }
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

    private LedgerFormatException wrongDomain(boolean isPublic) {
        return malformed(
                isPublic ? "private map in the public domain" : "public map in the private domain");
    }

    private LedgerFormatException duplicate(String name) {
        return malformed("map " + name + " occurs twice");
    }

    private LedgerFormatException malformed(String what) {
        return new LedgerFormatException(
                "malformed write set: " + what + " (byte " + (position - origin) + ")");
    }
}
