package dev.tallystick.consensus;

/** A primary's own entries enter the log (spec 05, 7.6). */
final class LocalAppends {

    private final RaftState state;
    private final EntrySender sender;
    private final Commitment commitment;
    private final Reconfiguration reconfiguration;

    LocalAppends(
            RaftState state,
            EntrySender sender,
            Commitment commitment,
            Reconfiguration reconfiguration) {
        this.state = state;
        this.sender = sender;
        this.commitment = commitment;
        this.reconfiguration = reconfiguration;
    }

    void onAppended(Event.Appended appended) {
        if (!(state.leadership instanceof Leadership.Leader leader)) {
            commitment.rollback(state.log.lastSeqno());
            refuse("this node is not the primary");
            return;
        }
        if (appended.view() != state.view) {
            refuse("the entries are of view %s, now %s".formatted(appended.view(), state.view));
            return;
        }
        for (EntryInfo entry : appended.entries()) {
            if (entry.seqno() != state.log.lastSeqno() + 1) {
                refuse(
                        "entry %s does not follow %s"
                                .formatted(entry.position(), state.log.lastSeqno()));
                return;
            }
            append(leader, entry);
        }
        if (state.configurations.otherMembers(state.self).isEmpty()) {
            commitment.advance();
        }
    }

    /** The entry's change of nodes counts before the entry itself does: see 8.2. */
    private void append(Leadership.Leader leader, EntryInfo entry) {
        long seqno = entry.seqno();
        reconfiguration.appended(seqno, entry.nodes());
        if (entry.isSignature()) {
            state.retirement.signatureAppended(seqno);
            state.log.markCommittable(seqno);
            if (state.configurations.latestContains(state.self)) {
                state.timer.startTicking();
            }
            leader.isSignatureDue = false;
        }
        state.log.append(seqno);
        state.out.append(seqno);
        state.batch.appended(entry.sizeBytes());
        state.log.noteView(seqno, state.view);
        if (state.batch.isFlushDue()) {
            state.batch.flushed();
            sender.sendToAll();
        }
    }

    private void refuse(String reason) {
        state.out.add(new Effect.Refuse(reason));
    }
}
