package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;

import org.jspecify.annotations.Nullable;

/**
 * The transaction by which a ledger vouches for a snapshot (spec 01, 7.3). The snapshot's own
 * receipt shows only that some service signed it; that it is this ledger's is shown by the
 * signatures over this transaction.
 *
 * @param snapshot transaction up to which it holds the state
 * @param txId of the evidence
 * @param digest of the snapshot
 */
record SnapshotEvidence(TxId snapshot, TxId txId, Digest digest) {
    /**
     * Looks at one transaction after the snapshot.
     *
     * @param entry what it writes to the service's tables, if anything
     * @throws LedgerFormatException if it stands where the evidence must be, and is not
     */
    void check(TxId id, @Nullable Entry entry) {
        if (id.seqno() == txId.seqno() && !(id.equals(txId) && isEvidence(entry))) {
            throw new LedgerFormatException(
                    "the ledger does not vouch for the snapshot of %s: evidence of it must be here"
                            .formatted(snapshot));
        }
    }

    private boolean isEvidence(@Nullable Entry entry) {
        Bytes row =
                entry == null
                        ? null
                        : entry.publicWrites()
                                .value(TableNames.SNAPSHOT_EVIDENCE, Bytes.EIGHT_ZEROS)
                                .orElse(null);
        if (entry == null || row == null || !entry.claims().equals(digest)) {
            return false;
        }
        JsonFields fields = JsonFields.of(Json.parse(row), "snapshot evidence");
        return fields.digest("hash").equals(digest) && fields.number("version") == snapshot.seqno();
    }

    /**
     * Refuses a ledger whose signatures do not reach the evidence.
     *
     * @param signed the last signature
     */
    void requireCovered(TxId signed) {
        if (signed.seqno() <= txId.seqno()) {
            throw new LedgerFormatException(
                    "the ledger does not vouch for the snapshot of %s: it is signed up to %s only,"
                                    .formatted(snapshot, signed)
                            + " the evidence is "
                            + txId);
        }
    }
}
