package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the maps of one domain of a snapshot, and the rows of those that are asked for, forwards
 * (spec 01, 7.2).
 *
 * <pre>{@code
 * for (var map = maps.nextMap(); map.isPresent(); map = maps.nextMap()) {
 *     for (var row = maps.nextRow(); row.isPresent(); row = maps.nextRow()) { ... }
 * }
 * }</pre>
 *
 * <p>The maps must stand in the order of their names, the rows in that of {@link RowOrder}: so a
 * map or a key that occurs twice is found without remembering all of them. Rows with a negative
 * version are old deletion markers and are skipped.
 *
 * <p>Needs memory for one row, at most 128 MiB for its key and for its value. Not safe for use by
 * several threads; valid as long as its reader is open.
 */
public final class SnapshotCursor {
    private final DomainInput in;
    private final boolean isPublic;
    private final RowOrder order = new RowOrder();

    /** Name of the map before, as bytes. */
    private @Nullable Bytes previousName;

    /** The map in whose rows we are. */
    private String map = "";

    /** What {@link DomainInput#remaining} will be at the end of that map. */
    private long mapEnd;

    private long previousRank;

    /** Keys whose rank is {@link #previousRank}; hardly ever more than one. */
    private final Set<Bytes> sameRank = new HashSet<>();

    SnapshotCursor(DomainInput in, boolean isPublic) {
        this.in = in;
        this.isPublic = isPublic;
        this.mapEnd = in.remaining();
    }

    /**
     * A map.
     *
     * @param name with its prefix
     * @param version seqno of the last write to it, 0 if there was none
     * @param size of its rows, in bytes
     */
    public record MapStart(String name, long version, long size) {}

    /**
     * Goes to the next map; rows of the one before that have not been read are skipped unseen.
     *
     * @return nothing after the last map
     * @throws LedgerFormatException if there is something else, or a map that does not belong here
     * @throws IOException if the file cannot be read
     */
    public Optional<MapStart> nextMap() throws IOException {
        in.skip(in.remaining() - mapEnd);
        if (in.remaining() == 0) {
            return Optional.empty();
        }
        Bytes name = in.bytes((int) in.length("a map's name", SnapshotLayout.NAME_SIZE_MAX));
        map = text(name);
        checkName(name);
        long version = in.u64();
        if (version < 0) {
            throw in.malformed("map " + map + " has version " + version);
        }
        long size = in.length("map " + map, Long.MAX_VALUE);
        mapEnd = in.remaining() - size;
        previousRank = -1;
        return Optional.of(new MapStart(map, version, size));
    }

    private String text(Bytes name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(name.buffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw in.malformed("the name of a map is not UTF-8");
        }
    }

    private void checkName(Bytes name) {
        if (TableNames.isPublic(map) != isPublic) {
            throw in.malformed(
                    isPublic
                            ? "private map in the public domain"
                            : "public map in the private domain");
        }
        int comparison = previousName == null ? 1 : name.compareTo(previousName);
        if (comparison == 0) {
            throw in.malformed("map " + map + " occurs twice");
        }
        if (comparison < 0) {
            throw in.malformed("map " + map + " is not in its place in the order of names");
        }
        previousName = name;
    }

    /**
     * The next row of the map.
     *
     * @return nothing after the last row
     * @throws LedgerFormatException if there is something else, a key that occurs twice, or one
     *     that is not in its place
     * @throws IOException if the file cannot be read
     */
    public Optional<SnapshotRow> nextRow() throws IOException {
        while (in.remaining() > mapEnd) {
            SnapshotRow row = row();
            checkOrder(row.key());
            if (row.version() >= 0) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private SnapshotRow row() throws IOException {
        int keySize = (int) in.length("a key", SnapshotLayout.ITEM_SIZE_MAX);
        Bytes key = in.bytes(keySize);
        in.padding(keySize);
        long itemSize = in.length("a value", SnapshotLayout.ITEM_SIZE_MAX + (long) Long.BYTES);
        if (itemSize < Long.BYTES) {
            throw in.malformed("a value of " + itemSize + " bytes has no version");
        }
        long version = in.u64();
        Bytes value = in.bytes((int) itemSize - Long.BYTES);
        in.padding(itemSize);
        if (in.remaining() < mapEnd) {
            throw in.malformed("a row passes the end of map " + map);
        }
        return new SnapshotRow(key, version, value);
    }

    private void checkOrder(Bytes key) {
        long rank = order.rank(key);
        if (rank < previousRank) {
            throw in.malformed("a row of map " + map + " is not in its place in the order of keys");
        }
        if (rank > previousRank) {
            sameRank.clear();
            previousRank = rank;
        }
        if (!sameRank.add(key)) {
            throw in.malformed("a key occurs twice in map " + map);
        }
    }
}
