package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;

import java.util.Optional;

/** Follows the chain of encrypted ledger secrets (spec 01, 9.3). */
final class SecretsChain {
    /** Seqno from which the newest secret is valid; 0 before the first one is stored. */
    private long newestValidFrom;

    /**
     * Looks at one transaction.
     *
     * @throws LedgerFormatException if it breaks the chain
     */
    void apply(Entry entry) {
        Optional<Bytes> value =
                entry.publicWrites()
                        .value(TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET, Bytes.EIGHT_ZEROS);
        if (value.isEmpty()) {
            return;
        }
        HistoricalLedgerSecret secret = HistoricalLedgerSecret.fromJson(value.get());
        HistoricalLedgerSecret.Previous previous = secret.previous();
        if (newestValidFrom != 0 && previous != null && previous.version() != newestValidFrom) {
            throw new LedgerFormatException(
                    "the chain of ledger secrets is broken: the secret valid from "
                            + previous.version()
                            + " is stored, but the one before is valid from "
                            + newestValidFrom);
        }
        newestValidFrom = secret.nextVersion(entry.txId().seqno());
    }
}
