package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.NodeInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.shares.EncryptedLedgerSecrets;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes the key that encrypts the ledger (spec 03, 8.3; spec 01, 6.1).
 *
 * <p>The new secret travels in the transaction itself, encrypted for every trusted node. Each node,
 * this one included, installs it when the transaction is applied, for the seqno after it.
 */
public final class LedgerRekey {
    private LedgerRekey() {}

    /**
     * Writes a new secret: its shares for the members, the old secret under the new, and the new
     * one for each node.
     *
     * @param present the newest secret
     * @throws ShareException when no shares of the new secret can be issued
     */
    static void rekey(Transaction tx, LedgerSecret present) {
        LedgerSecret next = LedgerSecret.random(present.validFrom() + 1);
        ShareIssuer.issueForRekey(tx, next, present);
        Tables.ENCRYPTED_LEDGER_SECRETS.put(tx, forTrustedNodes(tx, next));
    }

    private static EncryptedLedgerSecrets forTrustedNodes(Transaction tx, LedgerSecret secret) {
        SortedMap<String, String> recipients = new TreeMap<>();
        for (Map.Entry<NodeId, NodeInfo> row : Tables.NODE_INFO.rowsOf(tx).entrySet()) {
            if (receivesSecrets(row.getValue())) {
                recipients.put(row.getKey().hex(), row.getValue().encryptionPublicKey());
            }
        }
        return EncryptedLedgerSecrets.rekey(secret, recipients);
    }

    /** A node keeps receiving secrets until its retirement is complete (spec 01, 6.3). */
    private static boolean receivesSecrets(NodeInfo node) {
        return switch (node.status()) {
            case TRUSTED -> true;
            case RETIRED -> !node.isRetiredCommitted();
            case PENDING -> false;
        };
    }

    /**
     * What a node learns from a write of {@link Tables#ENCRYPTED_LEDGER_SECRETS} at a rekey; to be
     * called when the transaction is applied, before its successor is encrypted.
     *
     * @param writes of that table
     * @param seqno of the transaction
     * @return the secret that is valid from the next seqno; nothing when the node is not among the
     *     recipients, or the write belongs to a recovery
     * @throws LedgerFormatException when the node's part cannot be decrypted
     */
    public static Optional<LedgerSecret> received(
            MapWrites writes, long seqno, NodeId self, RsaKeyPair encryptionKey) {
        Bytes value = writes.writes().get(Bytes.EIGHT_ZEROS);
        if (value == null) {
            return Optional.empty();
        }
        List<EncryptedLedgerSecrets.Secret> mine =
                EncryptedLedgerSecrets.fromJson(value).byNode().get(self.hex());
        if (mine == null || mine.size() != 1 || mine.getFirst().version() != null) {
            return Optional.empty();
        }
        LedgerSecret secret = mine.getFirst().open(encryptionKey, seqno);
        return Optional.of(secret.withPreviousSecretStoredAt(seqno));
    }
}
