package dev.tallystick.consensus;

import java.util.List;

/** Sends the log to peers (spec 05, 4.6). */
final class EntrySender {

    private final RaftState state;

    EntrySender(RaftState state) {
        this.state = state;
    }

    /** To every peer, all that has not been sent to it; at least a heartbeat. */
    void sendToAll() {
        state.peers.values().forEach(peer -> sendFrom(peer, peer.sentSeqno + 1));
    }

    /** One empty message that says where the log ends (8.2, 5.4). */
    void sendHeartbeat(Peer peer) {
        sendFrom(peer, state.log.lastSeqno() + 1);
    }

    /**
     * Everything from {@code start} to the end of the log, in messages of at most a batch and of
     * one view each, so that the view of each entry is known before it is decrypted.
     */
    private void sendFrom(Peer peer, long start) {
        LogIndex log = state.log;
        long lastSeqno = log.lastSeqno();
        long from = start;
        boolean isFinished;
        do {
            long endOfView = log.history().endOfView(log.history().viewAt(from));
            long limit = endOfView == 0 ? lastSeqno : endOfView;
            long end = Math.min(from + state.batch.entries() - 1, limit);
            sendRange(peer, from - 1, end);
            isFinished = end == lastSeqno;
            from = Math.min(end + 1, lastSeqno);
        } while (!isFinished);
    }

    private void sendRange(Peer peer, long previous, long end) {
        LogIndex log = state.log;
        Message.AppendEntries header =
                new Message.AppendEntries(
                        state.view,
                        log.positionOf(previous),
                        log.positionOf(end),
                        log.commitSeqno(),
                        List.of());
        state.out.add(new Effect.SendEntries(peer.id, header));
        peer.sentSeqno = end;
    }
}
