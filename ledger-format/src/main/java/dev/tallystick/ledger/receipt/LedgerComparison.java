package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.files.RawEntry;

import java.io.IOException;
import java.util.Optional;

/** Compares what a receipt has proved with a copy of the ledger (spec 01, 8.3). */
public final class LedgerComparison {
    private LedgerComparison() {}

    /**
     * Requires that the ledger holds exactly the proven entry.
     *
     * @param writeSetDigest proven SHA-256 of the whole entry
     * @return the entry
     * @throws ReceiptException for {@link ReceiptCheck#LEDGER}
     * @throws IOException if a file cannot be read
     */
    public static RawEntry compare(LedgerLookup ledger, TxId txId, Digest writeSetDigest)
            throws IOException {
        Optional<RawEntry> entry = ledger.find(txId.seqno());
        if (entry.isEmpty()) {
            throw differs(
                    "the ledger holds seqnos %d to %d, but not %s"
                            .formatted(ledger.firstSeqno(), ledger.lastSeqno(), txId));
        }
        TxId actual = EntryHeader.of(entry.get().bytes()).txId();
        if (!actual.equals(txId)) {
            throw differs("the ledger holds %s, not %s".formatted(actual, txId));
        }
        Digest digest = Digest.sha256(entry.get().bytes());
        if (!digest.equals(writeSetDigest)) {
            throw differs(
                    "the entry of %s in the ledger has digest %s, the receipt proves %s"
                            .formatted(txId, digest.hex(), writeSetDigest.hex()));
        }
        return entry.get();
    }

    private static ReceiptException differs(String message) {
        return new ReceiptException(ReceiptCheck.LEDGER, message);
    }
}
