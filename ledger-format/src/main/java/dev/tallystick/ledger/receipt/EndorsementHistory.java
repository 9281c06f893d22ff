package dev.tallystick.ledger.receipt;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcPublicKey;
import dev.tallystick.ledger.entry.Entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The endorsements of service identities in a ledger, and the chain from the current service back
 * to any earlier one (spec 01, 8.6). Fed all entries in the order of their seqnos. Confined to one
 * thread.
 */
public final class EndorsementHistory {
    private final List<Row> rows = new ArrayList<>();
    private @Nullable TxId createTxId;
    private @Nullable EcPublicKey currentKey;

    /** A value with the seqno at which it was written. */
    private record Row(long seqno, IdentityEndorsement value) {}

    /**
     * Looks at the next entry.
     *
     * @throws LedgerFormatException if it holds a malformed value
     */
    public void accept(Entry entry) {
        Optional<Bytes> info =
                entry.publicWrites().value(TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS);
        if (info.isPresent()) {
            JsonFields fields = JsonFields.of(Json.parse(info.get()), "service.info");
            currentKey = Certificate.fromPem(fields.text("cert")).publicKey();
            createTxId =
                    fields.findText("current_service_create_txid")
                            .map(EndorsementHistory::txId)
                            .orElse(null);
        }
        entry.publicWrites()
                .value(TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT, Bytes.EIGHT_ZEROS)
                .ifPresent(
                        value ->
                                rows.add(
                                        new Row(
                                                entry.txId().seqno(),
                                                IdentityEndorsement.fromJson(value))));
    }

    private static TxId txId(String text) {
        try {
            return TxId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException("service.info: " + e.getMessage(), e);
        }
    }

    /** Key of the current service; nothing before its first transaction has been seen. */
    public Optional<EcPublicKey> currentKey() {
        return Optional.ofNullable(currentKey);
    }

    /**
     * All endorsements from the epoch that holds {@code seqno} up to the latest, newest first: each
     * endorses the key that signed the next one.
     *
     * @return empty if the transaction is of the current service
     * @throws LedgerFormatException if the ledger's chain is broken, or does not reach so far back
     */
    public List<CoseEndorsement> chainTo(long seqno) {
        TxId create = createTxId;
        EcPublicKey key = currentKey;
        if (create == null || key == null) {
            throw new LedgerFormatException(
                    "the ledger does not tell when its service was created");
        }
        List<CoseEndorsement> chain = new ArrayList<>();
        TxId joint = create;
        int at = rows.size() - 1;
        if (seqno < create.seqno()) {
            requireEndorsingKey(at, key);
        }
        while (seqno < joint.seqno()) {
            Row row = row(at, joint);
            TxId end = row.value().end();
            boolean isSkipped = row.value().isInverted() && at > 0;
            if (!isSkipped) {
                if (end == null) {
                    throw broken("ends at the self-endorsement in " + row.seqno(), joint);
                }
                if (!ServiceKeys.next(end).equals(joint)) {
                    throw broken("has an epoch that ends at " + end, joint);
                }
                chain.add(row.value().endorsement());
                joint = row.value().begin();
            }
            checkPredecessor(at);
            at--;
        }
        return chain;
    }

    private Row row(int at, TxId joint) {
        if (rows.isEmpty()) {
            throw new LedgerFormatException(
                    "the ledger holds no endorsements of service identities: its release wrote"
                            + " none");
        }
        if (at < 0) {
            throw broken("does not go back further", joint);
        }
        return rows.get(at);
    }

    private void requireEndorsingKey(int at, EcPublicKey key) {
        if (at >= 0 && !rows.get(at).value().endorsingKey().equals(key)) {
            throw new LedgerFormatException(
                    "the current service has not endorsed the one before it: it has not opened"
                            + " yet");
        }
    }

    /** Each row must endorse the key that signed the row before, and say where that is. */
    private void checkPredecessor(int at) {
        if (at == 0) {
            return;
        }
        Row row = rows.get(at);
        Row before = rows.get(at - 1);
        Long previous = row.value().previousVersion();
        if (previous == null || previous != before.seqno()) {
            throw new LedgerFormatException(
                    "the identity endorsement in "
                            + row.seqno()
                            + " says that the one before is in "
                            + previous
                            + ", not in "
                            + before.seqno());
        }
        if (!row.value().endorsement().endorsedKey().equals(before.value().endorsingKey())) {
            throw new LedgerFormatException(
                    "the identity endorsement in "
                            + row.seqno()
                            + " is for another key than that of the service before");
        }
    }

    private static LedgerFormatException broken(String what, TxId joint) {
        return new LedgerFormatException(
                "the chain of identity endorsements "
                        + what
                        + ", but the epoch from "
                        + joint
                        + " needs an earlier one");
    }
}
