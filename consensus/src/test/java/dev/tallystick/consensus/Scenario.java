package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs a scenario text: one command per line, as spec 05, 11.1 to 11.5 describe them. Commit safety
 * is checked after each command, and the nodes in sync are compared at the end. Commands that only
 * print, that shuffle, and the legacy ones are absent.
 */
final class Scenario {

    private static final long MESSAGE_TIMEOUT = 10;
    private static final long ELECTION_TIMEOUT = 100;
    private static final int SYNC_ROUNDS_MAX = 20;

    private final NavigableMap<NodeId, SimNode> nodes = new TreeMap<>();
    private final SimEntry.Book book = new SimEntry.Book();
    private final Set<List<NodeId>> connections = new HashSet<>();
    private boolean isPreVoteEnabled = true;
    private String where = "before the first line";

    /** Runs all lines; an {@link AssertionError} names the line that failed. */
    void run(String text) {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.replaceFirst("#.*", "").stripTrailing();
            if (line.startsWith("====")) {
                break;
            }
            if (!line.isEmpty()) {
                where = "line " + number + ": " + line;
                runLine(line.split(",", -1));
            }
        }
        where = "at the end";
        loopUntilSync();
    }

    private void runLine(String[] words) {
        try {
            runCommand(words[0], List.of(words).subList(1, words.length));
            if (!words[0].equals("assert_commit_idx") && !words[0].equals("assert_state_sync")) {
                nodes.values().forEach(this::checkCommitSafety);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    private void runCommand(String command, List<String> a) {
        switch (command) {
            case "pre_vote_enabled" -> isPreVoteEnabled = Boolean.parseBoolean(a.get(0));
            case "start_node" -> startNode(a.get(0));
            case "trust_node", "trust_nodes" -> trust(a.get(0), a.subList(1, a.size()), List.of());
            case "swap_nodes" -> swap(a.get(0), a.subList(1, a.size()));
            case "swap_node" -> trust(a.get(0), a.subList(2, 3), a.subList(1, 2));
            case "cleanup_nodes" -> cleanUp(a.get(0), a.subList(1, a.size()));
            case "replicate" -> replicate(a.get(0), false, NodesChange.NONE, sizeOf(a.get(1)));
            case "emit_signature" -> replicate(a.get(0), true, NodesChange.NONE, 36);
            case "periodic_one" -> tick(node(a.get(0)), a.get(1));
            case "periodic_all" -> nodes.values().forEach(node -> tick(node, a.get(0)));
            case "dispatch_one" -> dispatchAllOf(node(a.get(0)));
            case "dispatch_all_once" -> dispatchAllOnce();
            case "dispatch_all" -> dispatchAll();
            case "dispatch_single" -> dispatchSingle(node(a.get(0)), new NodeId(a.get(1)));
            case "connect", "reconnect" -> connect(a.get(0), a.get(1));
            case "disconnect" -> disconnect(a.get(0), a.get(1));
            case "reconnect_node" -> others(a.get(0)).forEach(other -> connect(a.get(0), other));
            case "disconnect_node" ->
                    others(a.get(0)).forEach(other -> disconnect(a.get(0), other));
            case "drop_pending" -> node(a.get(0)).sent.clear();
            case "drop_pending_to" ->
                    node(a.get(0)).sent.removeIf(m -> m.to().value().equals(a.get(1)));
            case "nominate_successor" -> node(a.get(0)).step(new Event.NominateSuccessor());
            case "loop_until_sync" -> loopUntilSync();
            case "assert_commit_idx" ->
                    same(Long.parseLong(a.get(1)), node(a.get(0)).raft.commitSeqno());
            case "assert_detail" -> same(a.get(2), detail(node(a.get(0)), a.get(1)));
            case "assert_!detail" ->
                    require(!a.get(2).equals(detail(node(a.get(0)), a.get(1))), a.get(1));
            case "assert_config" -> assertConfig(a);
            case "assert_absent_config" ->
                    require(
                            configuration(node(a.get(0)), Long.parseLong(a.get(1))).isEmpty(),
                            "the configuration exists");
            case "assert_commit_safety" -> checkCommitSafety(node(a.get(0)));
            case "assert_state_sync" -> assertInSync(List.copyOf(nodes.values()));
            case "state_one", "state_all", "summarise_log", "summarise_logs_all" -> {}
            case "summarise_messages" -> {}
            default -> throw new IllegalArgumentException("unknown command " + command);
        }
    }

    private void startNode(String id) {
        require(nodes.isEmpty(), "a node exists");
        SimNode node = create(id);
        node.step(new Event.StartPrimary());
        reconfigure(node, List.of());
    }

    private void trust(String view, List<String> in, List<String> out) {
        in.forEach(this::create);
        SimNode primary = primaryOf(view);
        if (primary != null) {
            reconfigure(primary, out);
        }
    }

    private void swap(String view, List<String> words) {
        List<String> in = new ArrayList<>();
        List<String> out = new ArrayList<>();
        List<String> current = in;
        for (String word : words) {
            switch (word) {
                case "in" -> current = in;
                case "out" -> current = out;
                default -> current.add(word);
            }
        }
        trust(view, in, out);
    }

    /** A configuration of all known nodes but those that are out. */
    private void reconfigure(SimNode primary, List<String> out) {
        NavigableMap<NodeId, String> trusted = new TreeMap<>();
        nodes.keySet().forEach(id -> trusted.put(id, ":"));
        NavigableSet<NodeId> retired = new TreeSet<>();
        out.forEach(id -> retired.add(new NodeId(id)));
        trusted.keySet().removeAll(retired);
        primary.execute(
                false,
                new NodesChange(trusted, retired, Set.of()),
                payloadSize(namesObject(trusted.keySet()), "reconfiguration"));
    }

    private void cleanUp(String view, List<String> ids) {
        TreeSet<NodeId> retired = new TreeSet<>();
        ids.forEach(id -> retired.add(new NodeId(id)));
        replicate(
                view,
                false,
                new NodesChange(Map.of(), Set.of(), retired),
                payloadSize(namesObject(retired), "retired_committed"));
    }

    private void replicate(String view, boolean isSignature, NodesChange nodes, int size) {
        SimNode primary = primaryOf(view);
        if (primary != null) {
            primary.execute(isSignature, nodes, size);
        }
    }

    private SimNode create(String id) {
        RaftOptions options =
                new RaftOptions(MESSAGE_TIMEOUT, ELECTION_TIMEOUT, 0, isPreVoteEnabled);
        SimNode node = new SimNode(id, options, new Random(nodes.size()), book);
        node.raft.startTicking();
        nodes.put(node.id, node);
        others(id).forEach(other -> connect(id, other));
        return node;
    }

    private static void tick(SimNode node, String millis) {
        node.step(new Event.Tick(Long.parseLong(millis)));
    }

    private void dispatchAllOf(SimNode node) {
        while (!node.sent.isEmpty()) {
            deliver(node.sent.removeFirst());
        }
    }

    private void dispatchAllOnce() {
        for (SimNode node : nodes.values()) {
            int wanted = node.sent.size();
            while (wanted > 0 && !node.sent.isEmpty()) {
                wanted -= deliver(node.sent.removeFirst()) ? 1 : 0;
            }
        }
    }

    private void dispatchAll() {
        for (int round = 0; round < 5; round++) {
            if (nodes.values().stream().anyMatch(node -> !node.sent.isEmpty())) {
                dispatchAllOnce();
            }
        }
    }

    private void dispatchSingle(SimNode from, NodeId to) {
        Iterator<SimNode.Envelope> queue = from.sent.iterator();
        while (queue.hasNext()) {
            SimNode.Envelope envelope = queue.next();
            if (envelope.to().equals(to)) {
                queue.remove();
                deliver(envelope);
                return;
            }
        }
    }

    private boolean deliver(SimNode.Envelope envelope) {
        SimNode target = nodes.get(envelope.to());
        if (target == null || !connections.contains(List.of(envelope.from(), envelope.to()))) {
            return false;
        }
        target.step(new Event.Received(envelope.from(), envelope.message()));
        return true;
    }

    private void loopUntilSync() {
        SimNode primary = highestPrimary();
        if (primary == null) {
            throw new AssertionError("there is no primary");
        }
        List<SimNode> active =
                nodes.values().stream()
                        .filter(node -> node.raft.status().retirementPhase() == null)
                        .toList();
        primary.sign();
        for (SimNode node : active) {
            String id = node.id.value();
            others(id).forEach(other -> connect(id, other));
        }
        for (int round = 0; round < SYNC_ROUNDS_MAX; round++) {
            tick(primary, "10");
            dispatchAll();
            if (areInSync(active)) {
                return;
            }
        }
        assertInSync(active);
    }

    private static boolean areInSync(List<SimNode> nodes) {
        return nodes.stream().map(Scenario::summary).distinct().count() <= 1;
    }

    private static void assertInSync(List<SimNode> nodes) {
        if (!areInSync(nodes)) {
            StringBuilder text = new StringBuilder("not in sync:");
            nodes.forEach(node -> text.append("\n  ").append(node.id).append(summary(node)));
            throw new AssertionError(text.toString());
        }
    }

    private static String summary(SimNode node) {
        return " view %s commit %s %s"
                .formatted(node.raft.view(), node.raft.commitSeqno(), node.ledger);
    }

    /** 11.5: a quorum of each configuration committed by the node holds what it committed. */
    private void checkCommitSafety(SimNode node) {
        List<SimEntry> prefix = node.committedPrefix();
        for (Configuration configuration : node.raft.status().configurations()) {
            if (configuration.seqno() > node.raft.commitSeqno()) {
                continue;
            }
            long holders =
                    configuration.nodes().keySet().stream()
                            .map(nodes::get)
                            .filter(other -> holds(other, prefix))
                            .count();
            require(
                    holders >= configuration.nodes().size() / 2 + 1,
                    "what " + node.id + " committed is not on a quorum of " + configuration);
        }
    }

    private static boolean holds(SimNode node, List<SimEntry> prefix) {
        return node.ledger.size() >= prefix.size()
                && node.ledger.subList(0, prefix.size()).equals(prefix);
    }

    private void assertConfig(List<String> a) {
        Optional<Configuration> found = configuration(node(a.get(0)), Long.parseLong(a.get(1)));
        require(found.isPresent(), "no such configuration");
        NavigableSet<String> members = new TreeSet<>();
        found.orElseThrow().nodes().keySet().forEach(id -> members.add(id.value()));
        same(new TreeSet<>(a.subList(2, a.size())), members);
    }

    private static Optional<Configuration> configuration(SimNode node, long seqno) {
        return node.raft.status().configurations().stream()
                .filter(configuration -> configuration.seqno() == seqno)
                .findFirst();
    }

    private static String detail(SimNode node, String key) {
        RaftStatus status = node.raft.status();
        return switch (key) {
            case "leadership_state" -> status.role().text();
            case "membership_state" -> status.membership();
            case "current_view" -> Long.toString(status.view());
            case "primary_id" -> String.valueOf(status.leader());
            case "ticking" -> Boolean.toString(status.isTicking());
            case "retirement_phase" ->
                    Optional.ofNullable(status.retirementPhase()).orElseThrow().text();
            default -> throw new IllegalArgumentException("no detail " + key);
        };
    }

    private SimNode node(String id) {
        SimNode node = nodes.get(new NodeId(id));
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    private List<String> others(String id) {
        return nodes.keySet().stream()
                .map(NodeId::value)
                .filter(other -> !other.equals(id))
                .toList();
    }

    private @Nullable SimNode primaryOf(String view) {
        if (view.equals("latest")) {
            return highestPrimary();
        }
        for (SimNode node : nodes.values()) {
            if (node.raft.role() == Role.LEADER && node.raft.view() == Long.parseLong(view)) {
                return node;
            }
        }
        throw new IllegalArgumentException("no primary in view " + view);
    }

    private @Nullable SimNode highestPrimary() {
        SimNode highest = null;
        for (SimNode node : nodes.values()) {
            boolean isHigher = highest == null || node.raft.view() > highest.raft.view();
            if (node.raft.role() == Role.LEADER && isHigher) {
                highest = node;
            }
        }
        return highest;
    }

    private void connect(String a, String b) {
        connections.add(List.of(new NodeId(a), new NodeId(b)));
        connections.add(List.of(new NodeId(b), new NodeId(a)));
    }

    private void disconnect(String a, String b) {
        connections.remove(List.of(new NodeId(a), new NodeId(b)));
        connections.remove(List.of(new NodeId(b), new NodeId(a)));
    }

    private static int sizeOf(String data) {
        return "{\"data\":\"\",\"type\":\"raw\"}".length() + data.length();
    }

    private static int payloadSize(String data, String type) {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return "{\"data\":\"\",\"type\":\"\"}".length() + base64.length() + type.length();
    }

    private static String namesObject(Set<NodeId> ids) {
        List<String> members = new ArrayList<>();
        ids.forEach(id -> members.add("\"" + id + "\":{\"address\":\":\"}"));
        return "{" + String.join(",", members) + "}";
    }

    private static void same(Object expected, Object found) {
        require(expected.equals(found), "expected " + expected + ", found " + found);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
