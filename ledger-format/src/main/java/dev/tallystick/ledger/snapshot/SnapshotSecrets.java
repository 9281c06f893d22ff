package dev.tallystick.ledger.snapshot;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.JsonFields;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.shares.IssuedShares;
import dev.tallystick.ledger.shares.MemberKey;
import dev.tallystick.ledger.shares.RecoveryShares;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recovers ledger secrets from a snapshot alone, by the members' keys: its tables hold the latest
 * recovery shares and the last link of the chain of secrets, hence the secret in force and the one
 * before (spec 01, 6.4 and 6.5). Older ones need the ledger.
 */
public final class SnapshotSecrets {
    private SnapshotSecrets() {}

    /**
     * Recovers.
     *
     * @param keys private encryption keys of members, in any order; more than needed are fine
     * @return the secret that the snapshot is under, and the one before if there is one
     * @throws dev.tallystick.ledger.shares.SecretsRecoveryException if the keys do not suffice
     * @throws LedgerFormatException if the snapshot has no recovery shares, or its values are
     *     malformed
     * @throws IOException if the file cannot be read
     */
    public static LedgerSecrets recover(SnapshotReader snapshot, List<MemberKey> keys)
            throws IOException {
        SnapshotRow shares =
                single(snapshot, TableNames.RECOVERY_SHARES)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "the snapshot holds no recovery shares"));
        SnapshotRow chain =
                single(snapshot, TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "the snapshot does not tell from when its ledger"
                                                        + " secret is valid"));
        HistoricalLedgerSecret link = HistoricalLedgerSecret.fromJson(chain.value());
        LedgerSecret newest =
                new IssuedShares(
                                snapshot.header().txId(shares.version()),
                                RecoveryShares.fromJson(shares.value()),
                                encryptionKeys(snapshot),
                                threshold(snapshot),
                                link.nextVersion(chain.version()))
                        .recover(keys);
        LedgerSecrets secrets = LedgerSecrets.of(newest);
        return link.previous() == null ? secrets : secrets.with(link.open(newest));
    }

    private static Optional<SnapshotRow> single(SnapshotReader snapshot, String table)
            throws IOException {
        return snapshot.publicRow(table, Bytes.EIGHT_ZEROS);
    }

    /** How many partial shares suffice; 0 if the snapshot does not tell. */
    private static int threshold(SnapshotReader snapshot) throws IOException {
        Optional<SnapshotRow> config = single(snapshot, TableNames.SERVICE_CONFIG);
        return config.isEmpty()
                ? 0
                : (int)
                        Math.min(
                                JsonFields.of(Json.parse(config.get().value()), "service.config")
                                        .findNumber("recovery_threshold")
                                        .orElse(0),
                                Integer.MAX_VALUE);
    }

    private static SortedMap<String, String> encryptionKeys(SnapshotReader snapshot)
            throws IOException {
        SortedMap<String, String> keys = new TreeMap<>();
        SnapshotCursor maps = snapshot.publicMaps();
        for (var map = maps.nextMap(); map.isPresent(); map = maps.nextMap()) {
            if (map.get().name().equals(TableNames.MEMBERS_ENCRYPTION_PUBLIC_KEYS)) {
                for (var row = maps.nextRow(); row.isPresent(); row = maps.nextRow()) {
                    keys.put(row.get().key().utf8(), row.get().value().utf8());
                }
            }
        }
        return keys;
    }
}
