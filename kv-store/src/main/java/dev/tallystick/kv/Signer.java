package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.WriteSet;

/** Makes the content of signature transactions (spec 01, section 5). */
@FunctionalInterface
public interface Signer {
    /**
     * Signs the ledger up to the entry before {@code id}. Called on the pipeline thread; an
     * exception stops the store.
     *
     * @param id of the signature transaction itself
     * @param root Merkle root over leaves 0 to {@code id.seqno() - 1}
     * @param serialisedTree the tree as the signature transaction stores it (spec 01, 4.4); owned
     *     by the callee
     * @return writes to the tables {@code signatures}, {@code cose_signatures} and {@code tree} of
     *     {@code public:ccf.internal.}, and to no other
     */
    WriteSet sign(TxId id, Digest root, byte[] serialisedTree);
}
