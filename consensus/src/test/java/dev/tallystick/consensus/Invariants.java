package dev.tallystick.consensus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold after each event (spec 05, 13.1; the names there are in the Javadoc here). */
final class Invariants {

    private final Map<NodeId, SimNode> nodes;
    private final Map<Long, NodeId> leaderOfView = new HashMap<>();
    private final Map<NodeId, Long> lastView = new HashMap<>();
    private final Map<NodeId, Long> lastCommit = new HashMap<>();
    private final List<SimEntry> committed = new ArrayList<>();

    Invariants(Map<NodeId, SimNode> nodes) {
        this.nodes = nodes;
    }

    int views() {
        return leaderOfView.size();
    }

    long committed() {
        return committed.size();
    }

    void check(SimNode node) {
        viewsAndCommitsOnlyGrow(node);
        committedPrefixesAgree(node);
        viewsRiseOnlyAfterSignatures(node);
        theHistoryFitsTheLedger(node);
        if (node.raft.role() == Role.LEADER) {
            thereIsOneLeaderOfAView(node);
        }
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        for (SimNode node : nodes.values()) {
            RaftStatus status = node.raft.status();
            text.append("\n  ").append(node.id).append(' ').append(status.role());
            text.append(" view ").append(status.view());
            text.append(" last ").append(status.lastSeqno());
            text.append(" committed ").append(status.committed());
            text.append(' ').append(status.retirementPhase());
            text.append(' ').append(status.configurations());
        }
        return text.toString();
    }

    /** MonotonicTermProp, MonotonicCommitIndexProp. */
    private void viewsAndCommitsOnlyGrow(SimNode node) {
        Long view = lastView.put(node.id, node.raft.view());
        Long commit = lastCommit.put(node.id, node.raft.commitSeqno());
        require(view == null || view <= node.raft.view(), node, "the view fell");
        require(commit == null || commit <= node.raft.commitSeqno(), node, "the commit fell");
    }

    /** LogInv, CommittedLogAppendOnlyProp. */
    private void committedPrefixesAgree(SimNode node) {
        List<SimEntry> own = node.committedPrefix();
        int known = Math.min(own.size(), committed.size());
        for (int i = Math.max(0, known - 30); i < known; i++) {
            require(
                    own.get(i).equals(committed.get(i)),
                    node,
                    own.get(i) + " committed, elsewhere " + committed.get(i));
        }
        committed.addAll(own.subList(known, own.size()));
    }

    /** MonoLogInv: a view begins only after a signature. */
    private void viewsRiseOnlyAfterSignatures(SimNode node) {
        int size = node.ledger.size();
        for (int i = Math.max(1, size - 30); i < size; i++) {
            SimEntry before = node.ledger.get(i - 1);
            long view = node.ledger.get(i).view();
            require(
                    view == before.view() || (view > before.view() && before.info().isSignature()),
                    node,
                    "view " + view + " begins after " + before);
        }
    }

    /** The core, which holds no entries, knows the view of each. */
    private void theHistoryFitsTheLedger(SimNode node) {
        int size = node.ledger.size();
        for (int i = Math.max(0, size - 30); i < size; i++) {
            SimEntry entry = node.ledger.get(i);
            require(
                    node.raft.viewHistory().viewAt(entry.seqno()) == entry.view(),
                    node,
                    entry + " but " + node.raft.viewHistory());
        }
    }

    /** MoreThanOneLeaderInv; and for a new leader LeaderCompletenessInv. */
    private void thereIsOneLeaderOfAView(SimNode node) {
        long view = node.raft.view();
        NodeId known = leaderOfView.putIfAbsent(view, node.id);
        require(known == null || known.equals(node.id), node, "a second leader, after " + known);
        require(view >= 2, node, "a leader below view 2");
        if (known == null) {
            for (SimEntry entry : committed) {
                if (entry.info().isSignature() && entry.view() < view) {
                    int at = (int) entry.seqno() - 1;
                    require(
                            node.ledger.size() > at && node.ledger.get(at).equals(entry),
                            node,
                            "the new leader lacks the committed " + entry);
                }
            }
        }
    }

    private void require(boolean holds, SimNode node, String violation) {
        if (!holds) {
            throw new AssertionError(node.id + ": " + violation + describe());
        }
    }
}
