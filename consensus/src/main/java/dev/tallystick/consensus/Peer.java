package dev.tallystick.consensus;

/**
 * What this node knows of another one (spec 05, 1.2). The two seqnos mean something only while this
 * node is primary, and only for its present view.
 */
final class Peer {

    final NodeId id;

    /** Everything up to here has been sent; moved at send time, back on a refusal. */
    long sentSeqno;

    /** Everything up to here is held by the peer. Only grows, and only on an acknowledgement. */
    long matchSeqno;

    /** Time since the peer's last response. */
    long lastAckMillis;

    Peer(NodeId id, long sentSeqno) {
        this.id = id;
        this.sentSeqno = sentSeqno;
    }
}
