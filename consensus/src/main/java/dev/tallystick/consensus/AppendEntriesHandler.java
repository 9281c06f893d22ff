package dev.tallystick.consensus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup receives a part of the log (spec 05, 6.1). The rows of that decision table are marked in
 * the code. New entries must be applied by the host before the message can be answered: {@link
 * #onAppendEntries} ends with {@link Effect.Apply} and {@link #onApplied} goes on.
 */
final class AppendEntriesHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AppendEntriesHandler.class);

    /** A message whose entries are being applied, the first of them at {@code firstNew}. */
    private record Pending(NodeId from, Message.AppendEntries message, long firstNew) {}

    private final RaftState state;
    private final RoleChanges roles;
    private final Commitment commitment;
    private final Reconfiguration reconfiguration;
    private @Nullable Pending pending;

    AppendEntriesHandler(
            RaftState state,
            RoleChanges roles,
            Commitment commitment,
            Reconfiguration reconfiguration) {
        this.state = state;
        this.roles = roles;
        this.commitment = commitment;
        this.reconfiguration = reconfiguration;
    }

    /** Whether the host owes an {@link Event.Applied}. */
    boolean isApplying() {
        return pending != null;
    }

    /** Rows 1 to 6: views, agreement on the entry before. */
    void onAppendEntries(NodeId from, Message.AppendEntries message) {
        if (message.view() < state.view) { // row 1
            refuseAtEnd(from);
            return;
        }
        if (message.view() > state.view) { // row 2
            roles.becomeAwareOf(message.view());
        } else if (state.isCandidate()) { // row 3
            roles.becomeFollowerOfSameView();
        } else if (state.isLeader()) {
            LOG.error("Node {} claims to be primary of view {} too", from, state.view);
            return;
        }
        LogPosition previous = message.previous();
        long ownView = state.log.viewOf(previous.seqno());
        if (ownView != previous.view()) {
            if (ownView == 0) { // row 4
                refuseAtEnd(from);
            } else { // row 5
                long match = state.log.highestPossibleMatch(previous);
                refuse(from, state.log.positionOf(match));
            }
            return;
        }
        state.timer.randomise(); // row 6
        if (!from.equals(state.leader)) {
            state.leader = from;
            state.announce();
        }
        takeNewEntries(from, message);
    }

    /** Rows 7 to 12: which entries are new here. */
    private void takeNewEntries(NodeId from, Message.AppendEntries message) {
        long previous = message.previous().seqno();
        if (previous < state.log.commitSeqno() || previous > state.log.lastSeqno()) { // rows 7, 8
            return;
        }
        long overlapEnd = Math.min(message.last().seqno(), state.log.lastSeqno());
        long conflict =
                state.log.firstNotOfView(previous + 1, overlapEnd, message.last().view()); // row 9
        if (conflict != 0 && !state.isNewFollower) { // row 11
            LOG.warn("rollback: Ignoring conflicting AppendEntries from {}", from);
            return;
        }
        if (conflict != 0) { // row 10
            commitment.rollback(conflict - 1);
            state.isNewFollower = false;
        }
        long firstNew = conflict != 0 ? conflict : overlapEnd + 1;
        if (firstNew > message.last().seqno()) {
            accept(from, message);
        } else if (message.entries().size() != message.entryCount()) { // row 12
            refuseAtEnd(from);
        } else {
            pending = new Pending(from, message, firstNew);
            state.out.add(new Effect.Apply(message, firstNew - 1));
        }
    }

    /** Rows 12 to 14: the host has applied the new entries, or those before a bad one. */
    void onApplied(Event.Applied applied) {
        Pending current = pending;
        if (current == null) {
            throw new IllegalStateException("no entries were to be applied");
        }
        pending = null;
        Message.AppendEntries message = current.message();
        long expected = message.last().seqno() - current.firstNew() + 1;
        int count = applied.entries().size();
        Check.that(
                applied.allApplied() ? count == expected : count < expected,
                "{} of {} entries applied, all of them: {}",
                count,
                expected,
                applied.allApplied());
        for (EntryInfo entry : applied.entries()) {
            append(message, entry);
        }
        if (applied.allApplied()) {
            accept(current.from(), message);
        } else {
            refuseAtEnd(current.from());
        }
    }

    /** One applied entry enters the log (6.1.1). */
    private void append(Message.AppendEntries message, EntryInfo entry) {
        Check.that(
                entry.position().view() == message.last().view(),
                "entry {} applied where view {} was expected",
                entry.position(),
                message.last().view());
        long seqno = entry.seqno();
        state.log.append(seqno);
        reconfiguration.appended(seqno, entry.nodes());
        state.out.append(seqno);
        if (entry.isSignature()) {
            if (state.configurations.latestContains(state.self)) {
                state.timer.startTicking();
            }
            state.retirement.signatureAppended(seqno);
            state.log.markCommittable(seqno);
            state.log.noteView(message.previous().seqno() + 1, entry.position().view());
            commitment.follow(message.commitSeqno(), message.last().seqno());
        }
    }

    /** Row 14: the log holds all of the message. */
    private void accept(NodeId from, Message.AppendEntries message) {
        commitment.follow(message.commitSeqno(), message.last().seqno());
        long lastCommittable = state.log.lastCommittable().seqno();
        if (message.last().seqno() == 0) {
            state.log.noteView(1, message.view());
        } else if (message.last().seqno() > lastCommittable) {
            state.log.noteView(lastCommittable + 1, message.last().view());
        }
        state.out.send(
                from, new Message.AppendEntriesResponse(state.view, message.last().seqno(), true));
    }

    private void refuseAtEnd(NodeId from) {
        refuse(from, new LogPosition(state.view, state.log.lastSeqno()));
    }

    private void refuse(NodeId from, LogPosition estimate) {
        state.out.send(
                from, new Message.AppendEntriesResponse(estimate.view(), estimate.seqno(), false));
    }
}
