package dev.tallystick.ledger.entry;

import dev.tallystick.ledger.Bytes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All changes of one transaction, in the order of the ledger: public maps first, then private ones,
 * each sorted by the bytes of their names (spec 01, 2.5).
 *
 * @param maps at most one element for each map; given in any order, kept in that of the ledger
 */
public record WriteSet(List<MapWrites> maps) {
    /** No change at all. */
    public static final WriteSet EMPTY = new WriteSet(List.of());

    private static final Comparator<MapWrites> LEDGER_ORDER = WriteSet::compareInLedger;

    /**
     * @throws IllegalArgumentException if a map occurs twice
     */
    public WriteSet {
        maps = inLedgerOrder(maps);
    }

    /** The changes of {@code maps}, given in any order. */
    public static WriteSet of(MapWrites... maps) {
        return new WriteSet(List.of(maps));
    }

    private static List<MapWrites> inLedgerOrder(List<MapWrites> maps) {
        boolean ordered = true;
        for (int i = 1; i < maps.size() && ordered; i++) {
            ordered = compareInLedger(maps.get(i - 1), maps.get(i)) < 0;
        }
        if (ordered) {
            return List.copyOf(maps);
        }
        List<MapWrites> sorted = new ArrayList<>(maps);
        sorted.sort(LEDGER_ORDER);
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).name().equals(sorted.get(i).name())) {
                throw new IllegalArgumentException(
                        "map " + sorted.get(i).name() + " occurs twice in one transaction");
            }
        }
        return List.copyOf(sorted);
    }

    private static int compareInLedger(MapWrites a, MapWrites b) {
        if (a.isPublic() != b.isPublic()) {
            return a.isPublic() ? -1 : 1;
        }
        return compareAsUtf8(a.name(), b.name());
    }

    /** UTF-16 and UTF-8 sort differently only where characters beyond the first plane occur. */
    private static int compareAsUtf8(String a, String b) {
        int asUtf16 = a.compareTo(b);
        return asUtf16 == 0 || (isAscii(a) && isAscii(b))
                ? asUtf16
                : Bytes.utf8(a).compareTo(Bytes.utf8(b));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no change; such a transaction gets no entry and no seqno. */
    public boolean isEmpty() {
        return maps.isEmpty();
    }

    /** The changes of the map called {@code name}, if there are any. */
    public Optional<MapWrites> map(String name) {
        for (MapWrites map : maps) {
            if (map.name().equals(name)) {
                return Optional.of(map);
            }
        }
        return Optional.empty();
    }

    /** The value this transaction gives to {@code key} of the map called {@code name}. */
    public Optional<Bytes> value(String name, Bytes key) {
        return map(name).flatMap(map -> Optional.ofNullable(map.writes().get(key)));
    }

    /** The changes of public maps only, as a view. */
    public List<MapWrites> publicMaps() {
        return maps.subList(0, publicCount());
    }

    /** The changes of private maps only, as a view. */
    public List<MapWrites> privateMaps() {
        return maps.subList(publicCount(), maps.size());
    }

    private int publicCount() {
        int count = 0;
        while (count < maps.size() && maps.get(count).isPublic()) {
            count++;
        }
        return count;
    }
}
