package dev.tallystick.node;

import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.kv.Store;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.time.Clock;
import java.time.Instant;

/** What governance may have the node do. */
final class LiveNodeControl implements NodeControl {
    private final Store store;
    private final EcKeyPair serviceKey;
    private final Clock clock;

    LiveNodeControl(Store store, EcKeyPair serviceKey, Clock clock) {
        this.store = store;
        this.serviceKey = serviceKey;
        this.clock = clock;
    }

    @Override
    public LedgerSecrets ledgerSecrets() {
        return store.secrets();
    }

    @Override
    public EcKeyPair serviceKey() {
        return serviceKey;
    }

    @Override
    public LedgerAccess ledgerAccess() {
        return LedgerAccess.WHOLE;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void requestChunk(long seqno) {
        store.requestChunk(seqno);
    }

    @Override
    public void requestSnapshot() {
        store.requestSnapshotAtNextSignature();
    }
}
