package dev.tallystick.kv;

import dev.tallystick.kv.map.OrderedMap;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import java.util.Map;

/**
 * All maps as of one entry. Immutable but for the signature tables, which appear in it when the
 * signature is made.
 *
 * @param last id of that entry; {@link TxId#NONE} for an empty store
 * @param maps every map but the signature tables by the UTF-8 bytes of its name, with the seqno
 *     that last changed it
 * @param signature the last signature transaction up to here, made or only reserved
 * @param epoch rises with every change of view, so that transactions begun before can be told
 */
record State(TxId last, OrderedMap<OrderedMap<Bytes>> maps, SignatureSlot signature, long epoch) {
    /** A store without entries. */
    static State empty() {
        return new State(TxId.NONE, OrderedMap.empty(), SignatureSlot.none(), 0);
    }

    /** The map called {@code name}, given in UTF-8; empty if it was never written. */
    OrderedMap<Bytes> map(Bytes name) {
        OrderedMap<Bytes> map = maps.get(name);
        if (map == null) {
            map = signature.tables().get(name);
        }
        return map == null ? OrderedMap.empty() : map;
    }

    /** The state after an entry with these writes. */
    State after(TxId id, WriteSet writes) {
        return new State(id, apply(maps, writes, id.seqno()), signature, epoch);
    }

    /** The state after a signature transaction, which is still to be made. */
    State afterSignature(TxId id) {
        return new State(id, maps, SignatureSlot.reserve(id.seqno(), signature), epoch);
    }

    /** The same maps in another epoch; the last entry is said to be {@code id}. */
    State inEpoch(TxId id, long newEpoch) {
        return new State(id, maps, signature, newEpoch);
    }

    /** {@code maps} with {@code writes} applied at {@code seqno}. */
    static OrderedMap<OrderedMap<Bytes>> apply(
            OrderedMap<OrderedMap<Bytes>> maps, WriteSet writes, long seqno) {
        OrderedMap.Edit<OrderedMap<Bytes>> edit = maps.edit();
        for (MapWrites changed : writes.maps()) {
            Bytes name = Bytes.utf8(changed.name());
            OrderedMap<Bytes> old = maps.get(name);
            OrderedMap.Edit<Bytes> map = (old == null ? OrderedMap.<Bytes>empty() : old).edit();
            for (Map.Entry<Bytes, Bytes> write : changed.writes().entrySet()) {
                map.put(write.getKey(), write.getValue(), seqno);
            }
            for (Bytes key : changed.removals()) {
                map.remove(key);
            }
            edit.put(name, map.seal(), seqno);
        }
        return edit.seal();
    }
}
