package dev.tallystick.kv;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.kv.map.ValueForm;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.List;
import java.util.Map;

/**
 * All maps as of one entry. Immutable but for the signature tables, which appear in it when the
 * signature is made.
 *
 * @param last id of that entry; {@link TxId#NONE} for an empty store
 * @param publicMaps every public map but the signature tables, by the UTF-8 bytes of its name, with
 *     the seqno that last changed it
 * @param privateMaps every private map, likewise; empty as long as only public ones are read
 * @param signature the last signature transaction up to here, made or only reserved
 * @param nothing a map without entries, in the form in which this store keeps values
 * @param epoch rises with every change of view, so that transactions begun before can be told
 */
record State(
        TxId last,
        OrderedMap<OrderedMap<Bytes>> publicMaps,
        OrderedMap<OrderedMap<Bytes>> privateMaps,
        SignatureSlot signature,
        OrderedMap<Bytes> nothing,
        long epoch) {
    /** A map without entries that keeps its values on the heap. */
    static final OrderedMap<Bytes> NOTHING = OrderedMap.empty(ValueForm.bytes());

    private static final Bytes PUBLIC_PREFIX = Bytes.utf8(TableNames.PUBLIC_PREFIX);

    /** A store without entries, with all values on the heap. */
    static State empty() {
        return empty(NOTHING);
    }

    /** A store without entries, whose maps begin like {@code nothing}. */
    static State empty(OrderedMap<Bytes> nothing) {
        return new State(
                TxId.NONE,
                OrderedMap.empty(),
                OrderedMap.empty(),
                SignatureSlot.none(),
                nothing,
                0);
    }

    /** The map called {@code name}, given in UTF-8; empty if it was never written. */
    OrderedMap<Bytes> map(Bytes name) {
        OrderedMap<Bytes> map = mapsWith(name).get(name);
        return map == null ? nothing : map;
    }

    /** The seqno that last changed a map; {@link OrderedMap#ABSENT} if it was never written. */
    long version(Bytes name) {
        return mapsWith(name).version(name);
    }

    private OrderedMap<OrderedMap<Bytes>> mapsWith(Bytes name) {
        if (!name.startsWith(PUBLIC_PREFIX)) {
            return privateMaps;
        }
        return SignatureSlot.isSignatureTable(name) ? signature.tables() : publicMaps;
    }

    /** The state after an entry with these writes. */
    State after(TxId id, WriteSet writes) {
        return new State(
                id,
                apply(publicMaps, writes.publicMaps(), id.seqno(), nothing),
                apply(privateMaps, writes.privateMaps(), id.seqno(), nothing),
                signature,
                nothing,
                epoch);
    }

    /** The state after a signature transaction, which is still to be made. */
    State afterSignature(TxId id) {
        return new State(
                id,
                publicMaps,
                privateMaps,
                SignatureSlot.reserve(id.seqno(), signature),
                nothing,
                epoch);
    }

    /** The same maps in another epoch; the last entry is said to be {@code id}. */
    State inEpoch(TxId id, long newEpoch) {
        return new State(id, publicMaps, privateMaps, signature, nothing, newEpoch);
    }

    /** The same state with these private maps. */
    State withPrivateMaps(OrderedMap<OrderedMap<Bytes>> maps) {
        return new State(last, publicMaps, maps, signature, nothing, epoch);
    }

    /**
     * {@code maps} with {@code writes} applied at {@code seqno}; new maps begin like {@code
     * nothing}.
     *
     * <p>As in CCF, a map whose entries stay as they are, because all that happens is the removal
     * of keys that are not there, keeps its version; a new one comes into being with version 0.
     * Snapshots tell it (spec 01, 7.2).
     */
    static OrderedMap<OrderedMap<Bytes>> apply(
            OrderedMap<OrderedMap<Bytes>> maps,
            List<MapWrites> writes,
            long seqno,
            OrderedMap<Bytes> nothing) {
        if (writes.isEmpty()) {
            return maps;
        }
        OrderedMap.Edit<OrderedMap<Bytes>> edit = maps.edit();
        for (MapWrites changes : writes) {
            Bytes name = Bytes.utf8(changes.name());
            OrderedMap<Bytes> old = maps.get(name);
            OrderedMap.Edit<Bytes> map = (old == null ? nothing : old).edit();
            if (apply(map, changes, seqno)) {
                edit.put(name, map.seal(), seqno);
            } else if (old == null) {
                edit.put(name, nothing, OrderedMap.ABSENT);
            }
        }
        return edit.seal();
    }

    /** Returns whether anything has changed. */
    private static boolean apply(OrderedMap.Edit<Bytes> map, MapWrites changes, long seqno) {
        boolean isChanged = false;
        boolean hasRemovals = !changes.removals().isEmpty();
        if (hasRemovals) { // an iterator over nothing is not free
            for (Bytes key : changes.removals()) {
                isChanged |= map.remove(key);
            }
        }
        for (Map.Entry<Bytes, Bytes> write : changes.writes().entrySet()) {
            if (!hasRemovals || !changes.removals().contains(write.getKey())) {
                map.put(write.getKey(), write.getValue(), seqno);
                isChanged = true;
            }
        }
        return isChanged;
    }
}
