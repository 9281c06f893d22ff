package dev.tallystick.governance.effects;

/** What is to be done once a transaction has its seqno. */
public enum CommitEffect {
    /** {@link NodeControl#requestChunk} with the seqno of the transaction. */
    CHUNK_AT_NEXT_SIGNATURE,
    /** {@link NodeControl#requestSnapshot}. */
    SNAPSHOT_AT_NEXT_SIGNATURE;

    /** Does it. */
    public void carryOut(NodeControl node, long seqno) {
        switch (this) {
            case CHUNK_AT_NEXT_SIGNATURE -> node.requestChunk(seqno);
            case SNAPSHOT_AT_NEXT_SIGNATURE -> node.requestSnapshot();
        }
    }
}
