package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The active configurations, oldest first: the last committed one and all that are pending. Every
 * quorum is needed in each of them (spec 05, 8.3).
 */
final class Configurations {

    private final List<Configuration> active = new ArrayList<>();

    List<Configuration> all() {
        return List.copyOf(active);
    }

    boolean isEmpty() {
        return active.isEmpty();
    }

    /** The members of the newest configuration, with their addresses; empty before the first. */
    SortedMap<NodeId, String> latestNodes() {
        return active.isEmpty() ? new TreeMap<>() : active.getLast().nodes();
    }

    boolean latestContains(NodeId node) {
        return latestNodes().containsKey(node);
    }

    /** The union of all configurations, with addresses. */
    SortedMap<NodeId, String> members() {
        SortedMap<NodeId, String> members = new TreeMap<>();
        active.forEach(configuration -> members.putAll(configuration.nodes()));
        return members;
    }

    /** The union of all configurations without {@code self} (4.4). */
    SortedSet<NodeId> otherMembers(NodeId self) {
        SortedSet<NodeId> others = new TreeSet<>(members().keySet());
        others.remove(self);
        return others;
    }

    /** For each member the seqno of the newest configuration it is in (8.6). */
    Map<NodeId, Long> newestSeqnoOfMembers() {
        Map<NodeId, Long> newest = new HashMap<>();
        for (Configuration configuration : active) {
            configuration.nodes().keySet().forEach(node -> newest.put(node, configuration.seqno()));
        }
        return newest;
    }

    void add(Configuration configuration) {
        active.add(configuration);
    }

    /** Drops the configurations made above {@code seqno} (5.5). */
    void rollback(long seqno) {
        active.removeIf(configuration -> configuration.seqno() > seqno);
    }

    /**
     * Drops every configuration that a later one committed at {@code seqno} replaces (5.6, step 5).
     *
     * @return whether any was dropped
     */
    boolean dropSuperseded(long seqno) {
        boolean isAnyDropped = false;
        while (active.size() > 1 && active.get(1).seqno() <= seqno) {
            active.removeFirst();
            isAnyDropped = true;
        }
        return isAnyDropped;
    }
}
