package dev.tallystick.ledger.shares;

import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.util.List;
import java.util.OptionalLong;

/**
 * What {@link SecretsRecovery} has opened.
 *
 * @param secrets every secret, ready to decrypt entries
 * @param opened one element for each secret, oldest first
 * @param uselessKeys names of keys that opened no share; harmless if the others sufficed
 * @param unknownFrom where the entries end in the middle of a disaster recovery: the seqno from
 *     which on they are under a secret that no member has a share of yet
 */
public record RecoveredSecrets(
        LedgerSecrets secrets,
        List<Opened> opened,
        List<String> uselessKeys,
        OptionalLong unknownFrom) {
    /** Copies the lists. */
    public RecoveredSecrets {
        opened = List.copyOf(opened);
        uselessKeys = List.copyOf(uselessKeys);
    }

    /**
     * One secret.
     *
     * @param validFrom first seqno encrypted under it
     * @param storedIn the transaction that holds it, wrapped or encrypted
     * @param by what opened it
     */
    public record Opened(long validFrom, TxId storedIn, Opener by) {}

    /** What opens a secret. */
    public sealed interface Opener {
        /**
         * The members' shares: for the latest secret.
         *
         * @param members ids of the members whose shares were used
         * @param threshold how many partial shares the service asks for; 0 if the entries do not
         *     tell
         */
        record Shares(List<String> members, int threshold) implements Opener {
            /** Copies the list. */
            public Shares {
                members = List.copyOf(members);
            }
        }

        /**
         * The secret that follows.
         *
         * @param validFrom its first seqno
         */
        record NextSecret(long validFrom) implements Opener {}
    }
}
