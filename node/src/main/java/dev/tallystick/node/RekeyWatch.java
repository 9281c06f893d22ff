package dev.tallystick.node;

import dev.tallystick.governance.effects.LedgerRekey;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.kv.Store;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.entry.MapWrites;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the ledger secret that a rekey sends to this node, so that the next entry is encrypted
 * with it (spec 06, 2.8). Called on the pipeline thread.
 */
final class RekeyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RekeyWatch.class);

    private final Store store;
    private final NodeId self;
    private final RsaKeyPair encryptionKey;

    RekeyWatch(Store store, NodeIdentity node) {
        this.store = store;
        this.self = new NodeId(node.id());
        this.encryptionKey = node.encryptionKey();
    }

    /** Every local write of {@code public:ccf.internal.encrypted_ledger_secrets}. */
    void onLocal(long seqno, MapWrites writes) {
        LedgerRekey.received(writes, seqno, self, encryptionKey)
                .ifPresent(
                        secret -> {
                            store.addSecret(secret);
                            LOG.info("The ledger is rekeyed from seqno {}", secret.validFrom());
                        });
    }
}
