package dev.tallystick.consensus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * How the set of nodes changes (spec 05, section 8). A configuration counts from the moment its
 * entry is appended; a node leaves for good when its {@code retired_committed} mark is committed.
 *
 * <p>CCF learns of committed marks from a hook that re-enters consensus during a commit. Here the
 * marks travel with the entry ({@link NodesChange#retiredCommitted()}) and are kept until it is
 * committed, so that the core needs no one to call it back.
 */
final class Reconfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);

    private final RaftState state;
    private final EntrySender sender;

    /** Marks in uncommitted entries, by seqno. */
    private final NavigableMap<Long, SortedSet<NodeId>> uncommittedMarks = new TreeMap<>();

    Reconfiguration(RaftState state, EntrySender sender) {
        this.state = state;
        this.sender = sender;
    }

    /** What the entry at {@code seqno} means for the set of nodes (8.1). */
    void appended(long seqno, NodesChange change) {
        if (change.changesMembers()) {
            NavigableMap<NodeId, String> nodes = new TreeMap<>(state.configurations.latestNodes());
            change.trusted().forEach(nodes::putIfAbsent);
            nodes.keySet().removeAll(change.retired());
            addConfiguration(new Configuration(seqno, nodes));
        }
        if (!change.retiredCommitted().isEmpty()) {
            uncommittedMarks.put(seqno, change.retiredCommitted());
        }
    }

    /** A new configuration (8.2); one with the same nodes as the last changes nothing. */
    void addConfiguration(Configuration configuration) {
        Configurations configurations = state.configurations;
        if (configurations.latestContains(state.self) && !configuration.contains(state.self)) {
            state.retirement.ordered(configuration.seqno());
        }
        if (configurations.isEmpty()
                || !configurations.latestNodes().equals(configuration.nodes())) {
            configurations.add(configuration);
            addMissingPeers();
        }
    }

    /** Everything above {@code seqno} is gone (5.5). Peers stay: their entries may come back. */
    void rollback(long seqno) {
        state.configurations.rollback(seqno);
        uncommittedMarks.tailMap(seqno, false).clear();
    }

    /** The marks up to {@code seqno} are committed (5.6, step 3; 8.5). */
    void commitMarks(long seqno) {
        NavigableMap<Long, SortedSet<NodeId>> committed = uncommittedMarks.headMap(seqno, true);
        committed.values().forEach(this::setRetiredCommitted);
        committed.clear();
    }

    /** Configurations replaced by one committed at {@code seqno} end (5.6, step 5). */
    void dropSuperseded(long seqno) {
        if (state.configurations.dropSuperseded(seqno)) {
            addMissingPeers();
            if (state.isLeader()) {
                requestCleanUp();
            }
        }
    }

    /** Asks for the transaction that marks nodes whose removal is committed (8.4). */
    void requestCleanUp() {
        state.out.add(new Effect.RequestRetiredCommitted());
    }

    /** A primary proposes its successor to become candidate at once (8.6, 8.7). */
    void nominateSuccessor() {
        if (state.isLeader()) {
            successor()
                    .ifPresent(
                            peer ->
                                    state.out.send(
                                            peer.id, new Message.ProposeRequestVote(state.view)));
        }
    }

    /** The peer that is furthest, then in the newest configuration, then of the lowest id (8.6). */
    private Optional<Peer> successor() {
        Map<NodeId, Long> newestSeqno = state.configurations.newestSeqnoOfMembers();
        Comparator<Peer> order =
                Comparator.<Peer>comparingLong(peer -> peer.matchSeqno)
                        .thenComparing(peer -> newestSeqno.getOrDefault(peer.id, -1L))
                        .thenComparing(peer -> peer.id, Comparator.reverseOrder());
        return state.peers.values().stream().max(order);
    }

    private void setRetiredCommitted(SortedSet<NodeId> nodes) {
        for (NodeId node : nodes) {
            if (node.equals(state.self)) {
                LOG.info("The retirement of this node is committed");
                state.retirement.retiredCommitted();
                nominateSuccessor();
                state.leader = null;
                state.leadership = new Leadership.None();
                state.announce();
            } else {
                state.peers.remove(node);
            }
        }
    }

    private void addMissingPeers() {
        for (Map.Entry<NodeId, String> member : state.configurations.members().entrySet()) {
            NodeId node = member.getKey();
            if (node.equals(state.self) || state.peers.containsKey(node)) {
                continue;
            }
            state.out.add(new Effect.Associate(node, member.getValue()));
            Peer peer = new Peer(node, state.log.lastSeqno() + 1);
            state.peers.put(node, peer);
            if (state.isLeader()) {
                sender.sendHeartbeat(peer);
            }
        }
    }
}
