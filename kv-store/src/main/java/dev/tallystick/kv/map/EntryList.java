package dev.tallystick.kv.map;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The entries of a map by their position. Holds its leaves; an entry is made when it is asked for,
 * in a time that grows with the logarithm of their number.
 *
 * @param <V> the type of the values
 */
final class EntryList<V> extends AbstractList<MapEntry<V>> implements RandomAccess {
    private final ValueForm<V> form;
    private final int size;
    private final Leaf[] leaves;

    /** Position of the first entry of each leaf. */
    private final int[] firsts;

    EntryList(Cursor<V> cursor, ValueForm<V> form, int size) {
        this.form = form;
        this.size = size;
        List<Leaf> found = new ArrayList<>();
        for (boolean more = cursor.seekFirst(); more; more = cursor.nextLeaf()) {
            found.add(cursor.leaf());
        }
        leaves = found.toArray(Leaf[]::new);
        firsts = new int[leaves.length];
        for (int i = 1; i < leaves.length; i++) {
            firsts[i] = firsts[i - 1] + leaves[i - 1].count;
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public MapEntry<V> get(int index) {
        Objects.checkIndex(index, size);
        int found = Arrays.binarySearch(firsts, index);
        int which = found >= 0 ? found : ~found - 1;
        Leaf leaf = leaves[which];
        int at = index - firsts[which];
        return new MapEntry<>(leaf.key(at), form.unpack(leaf.value(at)), leaf.version(at));
    }
}
