package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;

/**
 * One thing the host must do. The effects of a step are carried out in their order, and before the
 * next step.
 */
public sealed interface Effect {

    /** Send a message. It may be lost, delayed, repeated or overtaken. Never an AppendEntries. */
    record Send(NodeId to, Message message) implements Effect {}

    /**
     * Send {@code header} with the entries {@code (header.previous, header.last]}, read from the
     * ledger now, before any later effect. If they cannot be read, the message is lost; a refusal
     * by the peer repairs that later (spec 05, section 3).
     */
    record SendEntries(NodeId to, Message.AppendEntries header) implements Effect {}

    /**
     * The network should know that {@code node} is reached at {@code host:port} {@code address}.
     */
    record Associate(NodeId node, String address) implements Effect {}

    /**
     * Apply the entries {@code (after, message.last]} of {@code message} to the store, in order,
     * each expected to be of view {@code message.last.view}; then answer with {@link
     * Event.Applied}. Always the last effect of a step.
     */
    record Apply(Message.AppendEntries message, long after) implements Effect {}

    /** The entries from {@code firstSeqno} to {@code lastSeqno} are in the log: write them. */
    record Append(long firstSeqno, long lastSeqno) implements Effect {}

    /**
     * Entries that were executed here are not part of the log (7.6): their clients get 503. A
     * {@link Rollback} precedes this effect when the store must drop them.
     */
    record Refuse(String reason) implements Effect {}

    /**
     * The ledger and the store end at {@code last}, and the next entry will be of view {@code
     * nextView}. To be carried out even when nothing is removed: it sets the view (5.5, 9.1).
     */
    record Rollback(LogPosition last, long nextView) implements Effect {}

    /** The store writes in {@code view} from now on; nothing is rolled back (5.4). */
    record StartTerm(long view) implements Effect {}

    /**
     * Everything up to {@code seqno} is committed: compact the store, close ledger chunks (5.6).
     */
    record Commit(long seqno) implements Effect {}

    /** Run the internal transaction that marks retired nodes as retired-committed (8.4). */
    record RequestRetiredCommitted() implements Effect {}

    /** The role, the view or the known primary is now this. */
    record RoleChanged(Role role, long view, @Nullable NodeId leader) implements Effect {}
}
