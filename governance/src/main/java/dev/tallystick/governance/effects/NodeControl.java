package dev.tallystick.governance.effects;

import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.time.Instant;

/**
 * What governance needs of the node that it runs on; implemented by the node. Called on execution
 * threads, several at once.
 */
public interface NodeControl {
    /** The ledger secrets in use, the newest included. */
    LedgerSecrets ledgerSecrets();

    /** The key pair of the service's identity. */
    EcKeyPair serviceKey();

    /**
     * What the node can read of the ledger: in the public part of a recovery, opening the service
     * means waiting for recovery shares.
     */
    LedgerAccess ledgerAccess();

    /** The time, for signatures that state it; never part of a decision. */
    Instant now();

    /** Ends the ledger file at the next signature at or after this seqno (spec 01, 1.5). */
    void requestChunk(long seqno);

    /** Takes a snapshot at the next signature, and ends the ledger file there (spec 01, 7.4). */
    void requestSnapshot();

    /** How much of the ledger a node can read. */
    enum LedgerAccess {
        /** All of it: the normal state. */
        WHOLE,
        /** The public part, after a disaster: secrets are awaited. */
        PUBLIC_ONLY,
        /** The secrets are back; the private part is being read. */
        READING_PRIVATE
    }
}
