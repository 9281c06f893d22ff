package dev.tallystick.js;

import dev.tallystick.ledger.TxId;

import java.util.OptionalLong;

/**
 * What {@code ccf.consensus} asks this node (spec 04, section 11). Answers are local and not
 * transactional.
 */
public interface ConsensusView {
    /** The last transaction known to be committed. */
    TxId lastCommitted();

    /** What is known of a transaction id; neither part is negative. */
    Status status(TxId id);

    /** The view in which {@code seqno} was written, empty if this node does not know. */
    OptionalLong viewOf(long seqno);

    /** The four answers, with the words of the protocol. */
    enum Status {
        /** Not heard of. */
        UNKNOWN("Unknown"),
        /** Appended here, not yet committed. */
        PENDING("Pending"),
        /** Committed. */
        COMMITTED("Committed"),
        /** Can never be committed. */
        INVALID("Invalid");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As scripts see it. */
        public String text() {
            return text;
        }
    }
}
