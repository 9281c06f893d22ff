package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.entry.Entry;

/** Judges the signature transactions that a backup applies (spec 01, 5.5). */
@FunctionalInterface
public interface SignatureVerifier {
    /**
     * Verifies the node signature, and the COSE signature if the entry has one.
     *
     * @param entry a signature transaction; it writes exactly the signature tables
     * @param root Merkle root over all entries before it, as this node has computed it
     * @param before read-only, on the state before the entry
     * @throws dev.tallystick.ledger.LedgerFormatException if the entry must be refused
     */
    void verify(Entry entry, Digest root, Transaction before);
}
