package dev.tallystick.kv;

import dev.tallystick.ledger.entry.MapWrites;

/** Is told of the changes to one map, entry by entry in seqno order. */
@FunctionalInterface
public interface MapHook {
    /**
     * One entry has changed the map.
     *
     * <p>An exception stops the store: a hook must not fail for reasons that lie in the data.
     *
     * @param seqno of the entry
     * @param writes what the entry did to the map, final states only
     */
    void accept(long seqno, MapWrites writes);
}
