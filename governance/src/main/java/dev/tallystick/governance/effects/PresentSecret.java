package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.shares.EncryptedLedgerSecrets;

import java.util.List;
import java.util.OptionalLong;

/**
 * The newest ledger secret as a transaction must see it. A rekey is in the tables before the node
 * has installed the new secret; in between, nothing may be done with the old one.
 */
final class PresentSecret {
    private PresentSecret() {}

    /**
     * The newest secret.
     *
     * @throws ShareException when the transaction sees a rekey that is not yet installed
     */
    static LedgerSecret of(Transaction tx, NodeControl node) {
        LedgerSecret secret = node.ledgerSecrets().latest();
        OptionalLong written = Tables.ENCRYPTED_LEDGER_SECRETS.versionOfPreviousWrite(tx);
        if (written.isPresent()
                && secret.validFrom() <= written.getAsLong()
                && Tables.ENCRYPTED_LEDGER_SECRETS
                        .get(tx)
                        .map(PresentSecret::isRekey)
                        .orElse(false)) {
            throw new ShareException("The ledger is being rekeyed, try again");
        }
        return secret;
    }

    /** At the end of a recovery, old secrets are sent, which say since when they are valid. */
    private static boolean isRekey(EncryptedLedgerSecrets secrets) {
        return secrets.byNode().values().stream()
                .flatMap(List::stream)
                .anyMatch(secret -> secret.version() == null);
    }
}
