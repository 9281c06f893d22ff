package dev.tallystick.consensus;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The voting members of the service from one entry on (spec 05, section 8).
 *
 * @param seqno the entry that made it; also its {@code rid} in CCF's terms
 * @param nodes the members, each with its node-to-node {@code host:port}
 */
public record Configuration(long seqno, SortedMap<NodeId, String> nodes) {

    public Configuration {
        LogPosition.requireInRange(seqno);
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /** As the canonical constructor, from a map in any order. */
    public Configuration(long seqno, Map<NodeId, String> nodes) {
        this(seqno, new TreeMap<>(nodes));
    }

    boolean contains(NodeId node) {
        return nodes.containsKey(node);
    }
}
