package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One cluster run, wholly determined by its seed: first anything may fail, and the {@link
 * Invariants} are checked after each event; then the faults end and the nodes must agree on
 * something new.
 */
final class Simulation {

    /**
     * What may happen.
     *
     * @param isOrdered whether a link keeps the order of its messages
     * @param isReconfiguring whether nodes join and leave
     */
    record Faults(boolean isOrdered, boolean isReconfiguring, boolean isPreVoteEnabled) {}

    private static final int NODES_MAX = 7;
    private static final int NETWORK_MAX = 30;
    private static final int HEALING_ROUNDS_MAX = 600;

    private final Faults faults;
    private final Random random;
    private final NavigableMap<NodeId, SimNode> nodes = new TreeMap<>();
    private final SimEntry.Book book = new SimEntry.Book();
    private final List<SimNode.Envelope> network = new ArrayList<>();
    private final Set<NodeId> isolated = new HashSet<>();
    private final Invariants invariants = new Invariants(nodes);
    private int created;
    private boolean isFaulty = true;

    /** How lively this run is, in percent: deliveries, ticks, long ticks, new partitions. */
    private final int deliveries;

    private final int ticks;
    private final int longTicks;
    private final int partitions;

    Simulation(long seed, Faults faults) {
        this.faults = faults;
        this.random = new Random(seed);
        this.deliveries = 25 + random.nextInt(40);
        this.ticks = 10 + random.nextInt(15);
        this.longTicks = random.nextInt(40);
        this.partitions = random.nextInt(5);
    }

    /** The number of views that had a primary. */
    int run(int events) {
        grow(random.nextInt(6) == 0 ? 1 : 2 + random.nextInt(4));
        for (int i = 0; i < events; i++) {
            happen();
        }
        heal();
        return invariants.views();
    }

    private void grow(int count) {
        SimNode first = create();
        step(first, new Event.StartPrimary());
        first.execute(false, trusted(Set.of(first.id)), 100);
        first.sign();
        for (int i = 1; i < count; i++) {
            create();
        }
        first.execute(false, trusted(nodes.keySet()), 100);
        first.sign();
        collect(first);
    }

    private SimNode create() {
        RaftOptions options = new RaftOptions(10, 100, 0, faults.isPreVoteEnabled());
        SimNode node = new SimNode("n" + created++, options, random, book);
        nodes.put(node.id, node);
        if (created > 1) {
            step(node, new Event.StartBackup(LogPosition.NONE, List.of(), null));
        }
        return node;
    }

    private void happen() {
        int dice = random.nextInt(100);
        if (dice < deliveries) {
            deliverOne();
        } else if (dice < deliveries + ticks) {
            tick(anyNode());
        } else if (dice < 100 - partitions) {
            anyPrimaryDo(this::work);
        } else {
            partition();
        }
    }

    private void tick(SimNode node) {
        int millis = random.nextInt(100) < longTicks ? 100 : 1 + random.nextInt(25);
        step(node, new Event.Tick(millis));
    }

    private void work(SimNode primary) {
        int dice = random.nextInt(20);
        if (dice < 11) {
            execute(primary, false);
        } else if (dice < 17) {
            execute(primary, true);
        } else if (dice == 17) {
            step(primary, new Event.NominateSuccessor());
        } else if (faults.isReconfiguring()) {
            reconfigure(primary);
        }
    }

    private void deliverOne() {
        if (network.isEmpty()) {
            return;
        }
        int at = random.nextInt(network.size());
        if (faults.isOrdered()) {
            at = firstOfLink(network.get(at));
        }
        SimNode.Envelope envelope = network.get(at);
        int fate = random.nextInt(20);
        if (fate != 0 || faults.isOrdered()) { // else delivered twice
            network.remove(at);
        }
        if (fate != 1) { // else lost
            deliver(envelope);
        }
    }

    private int firstOfLink(SimNode.Envelope envelope) {
        for (int i = 0; i < network.size(); i++) {
            SimNode.Envelope other = network.get(i);
            if (other.from().equals(envelope.from()) && other.to().equals(envelope.to())) {
                return i;
            }
        }
        throw new AssertionError("the message is in the network");
    }

    private void deliver(SimNode.Envelope envelope) {
        SimNode target = nodes.get(envelope.to());
        if (target != null
                && isolated.contains(envelope.from()) == isolated.contains(envelope.to())) {
            step(target, new Event.Received(envelope.from(), envelope.message()));
        }
    }

    private void partition() {
        isolated.clear();
        if (random.nextBoolean()) {
            nodes.keySet().stream().filter(id -> random.nextInt(3) == 0).forEach(isolated::add);
        }
    }

    private void execute(SimNode primary, boolean isSignature) {
        primary.execute(isSignature, NodesChange.NONE, 50 + random.nextInt(3_000));
        settle(primary);
    }

    /** One node joins, one leaves, or those that have left are marked. */
    private void reconfigure(SimNode primary) {
        NodesChange cleanUp = cleanUp(primary);
        if (!cleanUp.retiredCommitted().isEmpty()) {
            primary.execute(false, cleanUp, 100);
            settle(primary);
            return;
        }
        List<Configuration> configurations = primary.raft.status().configurations();
        NavigableSet<NodeId> members = new TreeSet<>(configurations.getLast().nodes().keySet());
        if (members.size() > 1 && random.nextBoolean()) {
            NodeId leaver = members.stream().skip(random.nextInt(members.size())).findFirst().get();
            primary.execute(false, new NodesChange(Map.of(), Set.of(leaver), Set.of()), 100);
        } else if (created < NODES_MAX) {
            primary.execute(false, trusted(Set.of(create().id)), 100);
        }
        settle(primary);
    }

    /** Nodes whose removal this primary knows to be committed, and which nobody has marked yet. */
    private static NodesChange cleanUp(SimNode primary) {
        NavigableSet<NodeId> due = new TreeSet<>();
        primary.committedPrefix().forEach(entry -> due.addAll(entry.info().nodes().retired()));
        primary.ledger.forEach(entry -> due.removeAll(entry.info().nodes().retiredCommitted()));
        return new NodesChange(Map.of(), Set.of(), due);
    }

    private static NodesChange trusted(Set<NodeId> ids) {
        return NodesChange.trust(ids.stream().collect(Collectors.toMap(id -> id, id -> "h:1")));
    }

    /** No more faults: within bounded time a primary commits a new entry on all its members. */
    private void heal() {
        isolated.clear();
        isFaulty = false;
        long goal = invariants.committed() + 1;
        for (int round = 0; round < HEALING_ROUNDS_MAX; round++) {
            nodes.values().forEach(node -> step(node, new Event.Tick(10)));
            for (int i = 0; i < 20 && !network.isEmpty(); i++) {
                List<SimNode.Envelope> batch = List.copyOf(network);
                network.clear();
                batch.forEach(this::deliver);
            }
            if (round % 5 == 0) {
                primaries().forEach(primary -> execute(primary, true));
            }
            if (primaries().stream().anyMatch(primary -> isServing(primary, goal))) {
                return;
            }
        }
        throw new AssertionError("no progress after healing: " + invariants.describe());
    }

    private boolean isServing(SimNode primary, long goal) {
        List<Configuration> configurations = primary.raft.status().configurations();
        return primary.raft.commitSeqno() >= goal
                && configurations.getLast().nodes().keySet().stream()
                        .allMatch(id -> nodeOf(id).raft.commitSeqno() >= goal);
    }

    private SimNode nodeOf(NodeId id) {
        SimNode node = nodes.get(id);
        if (node == null) {
            throw new AssertionError("no node " + id);
        }
        return node;
    }

    private void step(SimNode node, Event event) {
        node.step(event);
        settle(node);
    }

    private void settle(SimNode node) {
        collect(node);
        invariants.check(node);
    }

    private void collect(SimNode node) {
        network.addAll(node.sent);
        node.sent.clear();
        while (isFaulty && network.size() > NETWORK_MAX) {
            network.remove(random.nextInt(network.size()));
        }
    }

    private SimNode anyNode() {
        return nodes.values().stream().skip(random.nextInt(nodes.size())).findFirst().get();
    }

    private List<SimNode> primaries() {
        return nodes.values().stream().filter(node -> node.raft.role() == Role.LEADER).toList();
    }

    private void anyPrimaryDo(Consumer<SimNode> action) {
        List<SimNode> primaries = primaries();
        if (!primaries.isEmpty()) {
            action.accept(primaries.get(random.nextInt(primaries.size())));
        }
    }
}
