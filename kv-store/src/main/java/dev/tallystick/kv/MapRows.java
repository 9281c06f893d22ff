package dev.tallystick.kv;

import dev.tallystick.kv.map.Cursor;
import dev.tallystick.kv.map.Found;
import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.snapshot.SnapshotRow;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;

/** The rows of one immutable map for a snapshot, each made when it is asked for. */
final class MapRows extends AbstractList<SnapshotRow> implements RandomAccess {
    private final OrderedMap<Bytes> map;
    private final Found<Bytes> found = new Found<>();
    private Bytes[] keys = {};

    MapRows(OrderedMap<Bytes> map) {
        this.map = map;
    }

    @Override
    public SnapshotRow get(int index) {
        if (keys.length != map.size()) {
            keys = new Bytes[map.size()];
            Cursor<Bytes> cursor = map.cursor();
            int next = 0;
            for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
                keys[next++] = cursor.key();
            }
        }
        Bytes key = keys[index];
        map.find(key, found);
        return new SnapshotRow(key, found.version(), Objects.requireNonNull(found.value()));
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
