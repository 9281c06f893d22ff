package dev.tallystick.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import dev.tallystick.consensus.wire.MessageCodec;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A host of {@link Raft} as a real node is one: it keeps the ledger, applies entries, carries out
 * effects in their order and sends messages as bytes. It checks what a store would check.
 */
final class SimNode {

    /** A message on its way. */
    record Envelope(NodeId from, NodeId to, Message message) {}

    final NodeId id;
    final Raft raft;
    final List<SimEntry> ledger = new ArrayList<>();
    final List<Envelope> sent = new ArrayList<>();
    final List<Effect> lastEffects = new ArrayList<>();
    final List<LogPosition> committed = new ArrayList<>();
    int cleanUpsRequested;

    private final SimEntry.Book book;
    private List<SimEntry> incoming = List.of();

    /** The view that the store would give to its next entry. */
    private long storeView;

    SimNode(String id, RaftOptions options, RandomGenerator random, SimEntry.Book book) {
        this.id = new NodeId(id);
        this.raft = new Raft(this.id, options, random);
        this.book = book;
    }

    /** One event and all its consequences here; messages are left in {@link #sent}. */
    void step(Event event) {
        lastEffects.clear();
        carryOut(raft.step(event));
        assertEquals(raft.lastSeqno(), ledger.size(), id + ": ledger and core disagree");
    }

    /** Executes an entry as primary; says whether consensus took it. */
    boolean execute(boolean isSignature, NodesChange nodes, int size) {
        long view = raft.view();
        SimEntry entry =
                book.write(new LogPosition(view, raft.lastSeqno() + 1), size, isSignature, nodes);
        if (raft.role() == Role.LEADER) {
            assertEquals(storeView, view, id + ": the store was not told of the view");
        }
        incoming = List.of(entry);
        step(new Event.Appended(view, List.of(entry.info())));
        return lastEffects.stream().noneMatch(e -> e instanceof Effect.Refuse);
    }

    boolean sign() {
        return execute(true, NodesChange.NONE, 36);
    }

    boolean write() {
        return execute(false, NodesChange.NONE, 100);
    }

    /** The committed part of the ledger. */
    List<SimEntry> committedPrefix() {
        return ledger.subList(0, (int) raft.commitSeqno());
    }

    private void carryOut(Effects effects) {
        lastEffects.addAll(effects.all());
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send e -> send(e.to(), e.message());
                case Effect.SendEntries e -> send(e.to(), withEntries(e.header()));
                case Effect.Associate e -> {}
                case Effect.Apply e -> apply(e);
                case Effect.Append e -> append(e);
                case Effect.Refuse e -> {}
                case Effect.Rollback e -> rollback(e);
                case Effect.StartTerm e -> storeView = e.view();
                case Effect.Commit e -> commit(e.seqno());
                case Effect.RequestRetiredCommitted e -> cleanUpsRequested++;
                case Effect.RoleChanged e -> {}
            }
        }
    }

    private void send(NodeId to, Message message) {
        sent.add(new Envelope(id, to, MessageCodec.decode(MessageCodec.encode(message))));
    }

    private Message withEntries(Message.AppendEntries header) {
        int from = (int) header.previous().seqno();
        int to = (int) header.last().seqno();
        return header.withEntries(ledger.subList(from, to).stream().map(SimEntry::bytes).toList());
    }

    private void apply(Effect.Apply effect) {
        Message.AppendEntries message = effect.message();
        List<SimEntry> applied = new ArrayList<>();
        List<ByteString> entries = message.entries();
        int first = (int) (effect.after() - message.previous().seqno());
        for (ByteString bytes : entries.subList(first, entries.size())) {
            SimEntry entry = book.read(bytes);
            LogPosition expected =
                    new LogPosition(message.last().view(), effect.after() + 1 + applied.size());
            if (!entry.info().position().equals(expected)) {
                break;
            }
            applied.add(entry);
        }
        incoming = applied;
        boolean allApplied = applied.size() == entries.size() - first;
        carryOut(
                raft.step(
                        new Event.Applied(
                                applied.stream().map(SimEntry::info).toList(), allApplied)));
    }

    private void append(Effect.Append effect) {
        for (SimEntry entry : incoming) {
            if (entry.seqno() >= effect.firstSeqno() && entry.seqno() <= effect.lastSeqno()) {
                assertEquals(ledger.size() + 1, entry.seqno(), id + ": a gap in the ledger");
                ledger.add(entry);
            }
        }
        assertEquals(effect.lastSeqno(), ledger.size(), id + ": entries to append are missing");
    }

    private void rollback(Effect.Rollback effect) {
        int size = (int) effect.last().seqno();
        assertTrue(
                committed.isEmpty() || size >= committed.getLast().seqno(),
                () -> id + ": rollback of committed entries to " + effect);
        ledger.subList(size, ledger.size()).clear();
        storeView = effect.nextView();
    }

    private void commit(long seqno) {
        SimEntry entry = ledger.get((int) seqno - 1);
        assertTrue(entry.info().isSignature(), () -> id + ": commit at " + entry);
        committed.add(entry.info().position());
    }
}
