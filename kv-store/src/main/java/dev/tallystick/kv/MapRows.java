package dev.tallystick.kv;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.MapEntry;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

/** The rows of one immutable map for a snapshot, each made when it is asked for. */
final class MapRows extends AbstractList<SnapshotRow> implements RandomAccess {
    private final OrderedMap<Bytes> map;

    /**
     * Finds entries by position; takes some bytes for each leaf, so it is made only when needed.
     * Two threads may make it twice.
     */
    private @Nullable List<MapEntry<Bytes>> entries;

    MapRows(OrderedMap<Bytes> map) {
        this.map = map;
    }

    @Override
    public SnapshotRow get(int index) {
        List<MapEntry<Bytes>> positions = entries;
        if (positions == null) {
            positions = map.entries();
            entries = positions;
        }
        MapEntry<Bytes> entry = positions.get(index);
        return new SnapshotRow(entry.key(), entry.version(), entry.value());
    }

    @Override
    public int size() {
        return map.size();
    }

    /** Walks the map in its own order, which costs less than asking for each row. */
    @Override
    public Iterator<SnapshotRow> iterator() {
        Cursor<Bytes> cursor = map.cursor();
        return new Iterator<>() {
            private boolean isOnRow = cursor.seekFirst();

            @Override
            public boolean hasNext() {
                return isOnRow;
            }

            @Override
            public SnapshotRow next() {
                if (!isOnRow) {
                    throw new NoSuchElementException();
                }
                SnapshotRow row = new SnapshotRow(cursor.key(), cursor.version(), cursor.value());
                isOnRow = cursor.next();
                return row;
            }
        };
    }
}
