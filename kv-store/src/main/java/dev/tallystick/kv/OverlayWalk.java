package dev.tallystick.kv;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.KeyRange;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.entry.MapWrites;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Merges a range of an immutable map with a transaction's own writes, in key order or its reverse.
 */
final class OverlayWalk {
    private final KeyRange range;
    private final boolean isAscending;
    private final Cursor<Bytes> cursor;
    private final Iterator<Map.Entry<Bytes, Bytes>> writes;
    private final SortedSet<Bytes> removals;

    private boolean isCursorInside;
    private Map.@Nullable Entry<Bytes, Bytes> write;
    private Bytes key = Bytes.EMPTY;
    private Bytes value = Bytes.EMPTY;

    /**
     * @param own must not change during the walk
     */
    OverlayWalk(OrderedMap<Bytes> base, KeyRange range, boolean isAscending, MapWrites own) {
        this.range = range;
        this.isAscending = isAscending;
        this.removals = own.removals();
        SortedMap<Bytes, Bytes> inside = within(range, own.writes());
        this.writes = (isAscending ? inside : inside.reversed()).entrySet().iterator();
        this.cursor = base.cursor();
        isCursorInside = seek() && isInside();
        write = nextWrite();
    }

    private static SortedMap<Bytes, Bytes> within(KeyRange range, SortedMap<Bytes, Bytes> writes) {
        Bytes to = range.to();
        if (to == null) {
            return writes.tailMap(range.from());
        }
        return to.compareTo(range.from()) <= 0
                ? writes.headMap(Bytes.EMPTY)
                : writes.subMap(range.from(), to);
    }

    /** To the next entry; returns whether there is one. */
    boolean next() {
        while (true) {
            int order = order();
            if (order > 0 && write == null) {
                return false;
            }
            if (order >= 0 && write != null) {
                if (order == 0) {
                    advanceCursor();
                }
                key = write.getKey();
                value = write.getValue();
                write = nextWrite();
                return true;
            }
            Bytes under = cursor.key();
            if (!removals.contains(under)) {
                key = under;
                value = cursor.value();
                advanceCursor();
                return true;
            }
            advanceCursor();
        }
    }

    /** Key of the entry that {@link #next} has reached. */
    Bytes key() {
        return key;
    }

    /** Value of the entry that {@link #next} has reached. */
    Bytes value() {
        return value;
    }

    /**
     * Negative if the cursor's entry comes next, positive if the own write does, 0 if they have the
     * same key.
     */
    private int order() {
        if (!isCursorInside) {
            return 1;
        }
        if (write == null) {
            return -1;
        }
        int order = cursor.key().compareTo(write.getKey());
        return isAscending ? order : -order;
    }

    private boolean seek() {
        if (isAscending) {
            return cursor.seekCeiling(range.from());
        }
        Bytes to = range.to();
        return to == null ? cursor.seekLast() : cursor.seekLower(to);
    }

    private void advanceCursor() {
        isCursorInside = (isAscending ? cursor.next() : cursor.previous()) && isInside();
    }

    private boolean isInside() {
        Bytes under = cursor.key();
        return isAscending ? range.endsAfter(under) : under.compareTo(range.from()) >= 0;
    }

    private Map.@Nullable Entry<Bytes, Bytes> nextWrite() {
        return writes.hasNext() ? writes.next() : null;
    }
}
