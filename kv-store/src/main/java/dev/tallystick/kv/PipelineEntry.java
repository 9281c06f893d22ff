package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;

/**
 * One entry in its final form. Two are equal only if they are the same object.
 *
 * @param id transaction id
 * @param bytes the whole entry as it goes to disk and over the network; shared by all receivers,
 *     never to be changed
 * @param leaf its Merkle leaf (spec 01, 2.6)
 * @param isSignature whether it is a signature transaction, so that consensus may commit up to it
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, never compared by content
public record PipelineEntry(TxId id, byte[] bytes, Digest leaf, boolean isSignature) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "PipelineEntry["
                + id
                + ", "
                + bytes.length
                + " bytes"
                + (isSignature ? ", signature]" : "]");
    }
}
