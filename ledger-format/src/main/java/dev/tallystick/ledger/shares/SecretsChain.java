package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The chain of encrypted ledger secrets, followed through a ledger: each value stores the secret
 * that precedes the one it announces (spec 01, 9.3). Needs no key. Confined to one thread.
 */
public final class SecretsChain {
    private final List<Link> links = new ArrayList<>();

    /**
     * One value of the table.
     *
     * @param txId the transaction that wrote it
     * @param value what it wrote
     */
    public record Link(TxId txId, HistoricalLedgerSecret value) {
        /** Seqno from which the newer secret is valid. */
        public long nextVersion() {
            return value.nextVersion(txId.seqno());
        }
    }

    /**
     * Looks at the next transaction.
     *
     * @throws LedgerFormatException if it breaks the chain, or its value is malformed
     */
    public void apply(Entry entry) {
        Optional<Bytes> value =
                entry.publicWrites()
                        .value(TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET, Bytes.EIGHT_ZEROS);
        if (value.isPresent()) {
            Link link = new Link(entry.txId(), HistoricalLedgerSecret.fromJson(value.get()));
            check(link);
            links.add(link);
        }
    }

    private void check(Link link) {
        HistoricalLedgerSecret.Previous previous = link.value().previous();
        if (previous == null || links.isEmpty()) {
            return;
        }
        long newest = links.getLast().nextVersion();
        if (previous.version() != newest) {
            throw new LedgerFormatException(
                    "the chain of ledger secrets is broken: the secret valid from "
                            + previous.version()
                            + " is stored, but the one before is valid from "
                            + newest);
        }
    }

    /** All values so far, oldest first; a copy. */
    public List<Link> links() {
        return List.copyOf(links);
    }

    /** Seqno from which the newest announced secret is valid; nothing before the first value. */
    public OptionalLong newestValidFrom() {
        return links.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(links.getLast().nextVersion());
    }
}
