package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.ServiceConfig;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.shares.HistoricalLedgerSecret;
import dev.tallystick.ledger.shares.RecoveryShares;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits what unlocks the ledger secret among the active members, so that enough of them can
 * recover the service (spec 03, 1.3; spec 01, 6.4 to 6.6).
 */
public final class ShareIssuer {
    private ShareIssuer() {}

    /**
     * Issues new shares of the present secret.
     *
     * @throws ShareException when the members could not recover the service
     */
    public static void reissue(Transaction tx, NodeControl node) {
        putShares(tx, PresentSecret.of(tx, node));
    }

    /** Issues the first shares, and records from where the secret is valid. */
    static void issueForOpening(Transaction tx, LedgerSecret present) {
        putShares(tx, present);
        Tables.HISTORICAL_ENCRYPTED_LEDGER_SECRET.put(tx, HistoricalLedgerSecret.first(present));
    }

    /** Issues shares of a new secret, and keeps the present one under it. */
    static void issueForRekey(Transaction tx, LedgerSecret next, LedgerSecret present) {
        putShares(tx, next);
        OptionalLong stored = Tables.HISTORICAL_ENCRYPTED_LEDGER_SECRET.versionOfPreviousWrite(tx);
        LedgerSecret previous =
                stored.isPresent()
                        ? present.withPreviousSecretStoredAt(stored.getAsLong())
                        : present;
        Tables.HISTORICAL_ENCRYPTED_LEDGER_SECRET.put(
                tx, HistoricalLedgerSecret.rekey(previous, next));
    }

    private static void putShares(Transaction tx, LedgerSecret secret) {
        SortedMap<String, RecoveryShares.Recipient> recipients = recipients(tx);
        long threshold =
                Tables.SERVICE_CONFIG
                        .get(tx)
                        .map(ServiceConfig::recoveryThreshold)
                        .orElseThrow(() -> new ShareException("Service has no configuration"));
        int shares = (int) Math.min(threshold, Integer.MAX_VALUE);
        try {
            Tables.RECOVERY_SHARES.put(tx, RecoveryShares.issue(secret, shares, recipients));
        } catch (IllegalArgumentException | LedgerFormatException e) {
            throw new ShareException(String.valueOf(e.getMessage()), e);
        }
    }

    private static SortedMap<String, RecoveryShares.Recipient> recipients(Transaction tx) {
        SortedMap<String, RecoveryShares.Recipient> recipients = new TreeMap<>();
        for (Map.Entry<MemberId, MemberInfo> row : Tables.MEMBER_INFO.rowsOf(tx).entrySet()) {
            MemberId id = row.getKey();
            Optional<String> key = Tables.MEMBER_ENCRYPTION_KEYS.get(tx, id);
            if (!row.getValue().isActive() || key.isEmpty()) {
                continue;
            }
            switch (row.getValue().effectiveRole(true)) {
                case PARTICIPANT ->
                        recipients.put(
                                id.hex(),
                                new RecoveryShares.Recipient(
                                        key.get(), RecoveryShares.Role.PARTICIPANT));
                case OWNER ->
                        recipients.put(
                                id.hex(),
                                new RecoveryShares.Recipient(key.get(), RecoveryShares.Role.OWNER));
                case NON_PARTICIPANT -> {}
            }
        }
        return recipients;
    }
}
