package dev.tallystick.node.commit;

import dev.tallystick.consensus.NodeId;
import dev.tallystick.consensus.NodesChange;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.entry.MapWrites;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads from writes to {@code public:ccf.gov.nodes.info} what they mean for consensus (spec 05,
 * 8.1). The local hook of the table fills it before the entry reaches the sink, which empties it
 * again.
 */
final class NodesTableWatch {
    private final Map<Long, NodesChange> changes = new ConcurrentHashMap<>();

    /** A local hook. */
    void onLocal(long seqno, MapWrites writes) {
        Map<NodeId, String> trusted = new TreeMap<>();
        Set<NodeId> retired = new TreeSet<>();
        Set<NodeId> retiredCommitted = new TreeSet<>();
        for (Map.Entry<Bytes, Bytes> row : writes.writes().entrySet()) {
            NodeId node = new NodeId(row.getKey().utf8());
            JsonNode info = Json.parse(row.getValue().toArray());
            switch (info.path("status").asString("")) {
                case "Trusted" -> trusted.put(node, address(info));
                case "Retired" -> retired.add(node);
                default -> {}
            }
            if (info.path("retired_committed").asBoolean(false)) {
                retiredCommitted.add(node);
            }
        }
        changes.put(seqno, new NodesChange(trusted, retired, retiredCommitted));
    }

    private static String address(JsonNode info) {
        return info.path("node_to_node_interface").path("published_address").asString("");
    }

    /** What the entry at {@code seqno} changes; each answer is given once. */
    NodesChange take(long seqno) {
        NodesChange change = changes.remove(seqno);
        return change == null ? NodesChange.NONE : change;
    }
}
