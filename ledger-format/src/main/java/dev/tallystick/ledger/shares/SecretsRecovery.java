package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.shares.RecoveredSecrets.Opened;
import dev.tallystick.ledger.shares.RecoveredSecrets.Opener;
import dev.tallystick.ledger.shares.SecretsRecoveryException.Fault;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recovers every ledger secret of a service from its entries and the encryption keys of its
 * members, and nothing else (spec 01, 6.4 to 6.7): the latest recovery shares give the latest
 * secret, and each secret opens the one before.
 *
 * <p>Fed all entries in the order of their seqnos, public maps only, it keeps what the recovery
 * needs: the latest shares, the chain, the threshold, the members' public keys. Entries need not
 * begin at seqno 1; the secrets that the given ones are under are found as long as a value of
 * {@code recovery_shares} is among them. Confined to one thread.
 */
public final class SecretsRecovery {
    private static final String RECOVERING = "Recovering";

    private final SecretsChain chain = new SecretsChain();
    private final SortedMap<String, String> encryptionKeys = new TreeMap<>();

    private TxId first = TxId.NONE;
    private TxId last = TxId.NONE;

    /** Number of partial shares that suffice; 0 if no entry has told it. */
    private int threshold;

    /** First seqno under a new service's secret of which there are no shares yet; 0 for none. */
    private long unsharedFrom;

    private @Nullable IssuedShares latest;

    /**
     * Looks at the next entry.
     *
     * @throws LedgerFormatException if it does not follow the one before, breaks the chain of
     *     secrets (spec 01, 9.3), or holds a malformed value
     */
    public void accept(Entry entry) {
        TxId txId = entry.txId();
        if (last.seqno() != 0 && txId.seqno() != last.seqno() + 1) {
            throw new LedgerFormatException("entry " + txId + " does not follow " + last);
        }
        chain.apply(entry);
        first = first.seqno() == 0 ? txId : first;
        last = txId;
        readThreshold(entry);
        entry.publicWrites()
                .map(TableNames.MEMBERS_ENCRYPTION_PUBLIC_KEYS)
                .ifPresent(this::readEncryptionKeys);
        readStatus(entry);
        single(entry, TableNames.RECOVERY_SHARES).ifPresent(value -> readShares(txId, value));
    }

    private static Optional<Bytes> single(Entry entry, String table) {
        return entry.publicWrites().value(table, Bytes.EIGHT_ZEROS);
    }

    private void readThreshold(Entry entry) {
        Optional<Bytes> value = single(entry, TableNames.SERVICE_CONFIG);
        if (value.isPresent()) {
            JsonFields.of(Json.parse(value.get()), "service.config")
                    .findNumber("recovery_threshold")
                    .ifPresent(number -> threshold = (int) Math.min(number, Integer.MAX_VALUE));
        }
    }

    private void readEncryptionKeys(MapWrites keys) {
        keys.removals().forEach(member -> encryptionKeys.remove(member.utf8()));
        keys.writes().forEach((member, pem) -> encryptionKeys.put(member.utf8(), pem.utf8()));
    }

    /** The first transaction of a recovering service is the first under its new secret. */
    private void readStatus(Entry entry) {
        single(entry, TableNames.SERVICE_INFO)
                .map(value -> JsonFields.of(Json.parse(value), "service.info").text("status"))
                .filter(status -> status.equals(RECOVERING))
                .ifPresent(status -> unsharedFrom = entry.txId().seqno());
    }

    private void readShares(TxId txId, Bytes value) {
        latest =
                new IssuedShares(
                        txId,
                        RecoveryShares.fromJson(value),
                        new TreeMap<>(encryptionKeys),
                        threshold,
                        chain.newestValidFrom().orElse(first.seqno()));
        unsharedFrom = 0;
    }

    /** The chain of encrypted secrets among the entries so far. */
    public SecretsChain chain() {
        return chain;
    }

    /** The latest shares among the entries so far: whose they are, and how many are needed. */
    public Optional<IssuedShares> latestShares() {
        return Optional.ofNullable(latest);
    }

    /**
     * Recovers.
     *
     * @param keys private encryption keys of members, in any order; more than needed are fine
     * @throws SecretsRecoveryException if they do not suffice, or the ledger's values do not fit
     */
    public RecoveredSecrets recover(List<MemberKey> keys) {
        if (latest == null) {
            throw new SecretsRecoveryException(
                    Fault.NO_SHARES,
                    "there are no recovery shares in entries " + first + " to " + last);
        }
        IssuedShares.OpenedShares shares = latest.open(keys);
        LedgerSecret newest = latest.combine(shares);
        List<Opened> opened = new ArrayList<>();
        Opener byShares = new Opener.Shares(shares.members(), latest.threshold());
        opened.add(new Opened(newest.validFrom(), latest.txId(), byShares));
        LedgerSecrets secrets = openEarlier(newest, opened);
        opened.sort(Comparator.comparingLong(Opened::validFrom));
        return new RecoveredSecrets(
                secrets,
                opened,
                shares.uselessKeys(),
                unsharedFrom == 0 ? OptionalLong.empty() : OptionalLong.of(unsharedFrom));
    }

    /** Opens each secret with the one after it; one known already is passed over. */
    private LedgerSecrets openEarlier(LedgerSecret newest, List<Opened> opened) {
        LedgerSecrets secrets = LedgerSecrets.of(newest);
        LedgerSecret newer = newest;
        for (SecretsChain.Link link : chain.links().reversed()) {
            HistoricalLedgerSecret.Previous previous = link.value().previous();
            if (previous == null || previous.version() >= newer.validFrom()) {
                continue;
            }
            LedgerSecret older;
            try {
                older = link.value().open(newer);
            } catch (LedgerFormatException e) {
                throw new SecretsRecoveryException(
                        Fault.BROKEN_CHAIN,
                        "the chain of ledger secrets is broken: the secret valid from "
                                + previous.version()
                                + ", stored in "
                                + link.txId()
                                + ", is not encrypted under the one valid from "
                                + newer.validFrom());
            }
            opened.add(
                    new Opened(
                            older.validFrom(),
                            link.txId(),
                            new Opener.NextSecret(newer.validFrom())));
            secrets = secrets.with(older);
            newer = older;
        }
        return secrets;
    }
}
