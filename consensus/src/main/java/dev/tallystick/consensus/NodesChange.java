package dev.tallystick.consensus;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one entry's writes to {@code public:ccf.gov.nodes.info} mean for consensus (spec 05, 8.1 and
 * 8.5). Records with status {@code Pending} and removed records mean nothing.
 *
 * @param trusted nodes written with status {@code Trusted}, each with the published {@code
 *     host:port} of its node-to-node interface
 * @param retired nodes written with status {@code Retired}, whether or not also retired-committed
 * @param retiredCommitted nodes written with {@code "retired_committed": true}
 */
public record NodesChange(
        SortedMap<NodeId, String> trusted,
        SortedSet<NodeId> retired,
        SortedSet<NodeId> retiredCommitted) {

    /** The entry did not write to the table. */
    public static final NodesChange NONE = new NodesChange(Map.of(), Set.of(), Set.of());

    public NodesChange {
        trusted = Collections.unmodifiableSortedMap(new TreeMap<>(trusted));
        retired = Collections.unmodifiableSortedSet(new TreeSet<>(retired));
        retiredCommitted = Collections.unmodifiableSortedSet(new TreeSet<>(retiredCommitted));
    }

    /** As the canonical constructor, from collections in any order. */
    public NodesChange(
            Map<NodeId, String> trusted, Set<NodeId> retired, Set<NodeId> retiredCommitted) {
        this(new TreeMap<>(trusted), new TreeSet<>(retired), new TreeSet<>(retiredCommitted));
    }

    /** Nodes become trusted. */
    public static NodesChange trust(Map<NodeId, String> trusted) {
        return new NodesChange(trusted, Set.of(), Set.of());
    }

    /** Whether this change makes a new configuration (8.1). */
    boolean changesMembers() {
        return !trusted.isEmpty() || !retired.isEmpty();
    }
}
