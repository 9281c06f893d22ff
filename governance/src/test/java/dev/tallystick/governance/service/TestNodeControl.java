package dev.tallystick.governance.service;

import dev.tallystick.governance.effects.NodeControl;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.js.ConsensusView;
import dev.tallystick.kv.Store;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The only node of a service: everything it knows is committed. */
public final class TestNodeControl implements NodeControl, ConsensusView {
    private final EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
    private final EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
    private final Certificate serviceCertificate =
            CertificateIssuer.selfSignedService(
                    serviceKey, "CN=Test Service", TestMember.BIRTH, 365);
    private final List<Long> chunks = new ArrayList<>();
    private @Nullable Store store;
    private int snapshotCount;
    private LedgerAccess access = LedgerAccess.WHOLE;

    void bind(Store bound) {
        store = bound;
    }

    private Store store() {
        if (store == null) {
            throw new IllegalStateException("no store yet");
        }
        return store;
    }

    /** The certificate of the service when it began. */
    public Certificate serviceCertificate() {
        return serviceCertificate;
    }

    EcKeyPair nodeKey() {
        return nodeKey;
    }

    String signingRequest() {
        return CertificateIssuer.csr(nodeKey, "CN=Test Node", List.of());
    }

    /** The id of the node. */
    public NodeId id() {
        return NodeId.of(nodeKey.publicKey().id());
    }

    /** Where the ledger file was asked to end. */
    public List<Long> chunksRequested() {
        return chunks;
    }

    /** How often a snapshot was asked for. */
    public int snapshotsRequested() {
        return snapshotCount;
    }

    /** Pretends to be in a recovery. */
    public void pretend(LedgerAccess pretended) {
        access = pretended;
    }

    @Override
    public LedgerSecrets ledgerSecrets() {
        return store().secrets();
    }

    @Override
    public EcKeyPair serviceKey() {
        return serviceKey;
    }

    @Override
    public LedgerAccess ledgerAccess() {
        return access;
    }

    @Override
    public Instant now() {
        return TestMember.BIRTH;
    }

    @Override
    public void requestChunk(long seqno) {
        chunks.add(seqno);
    }

    @Override
    public void requestSnapshot() {
        snapshotCount++;
    }

    @Override
    public TxId lastCommitted() {
        return store().lastTxId();
    }

    @Override
    public Status status(TxId id) {
        boolean isOurs = id.view() == store().view();
        return isOurs && id.seqno() <= store().lastTxId().seqno()
                ? Status.COMMITTED
                : Status.UNKNOWN;
    }

    @Override
    public OptionalLong viewOf(long seqno) {
        return OptionalLong.of(store().view());
    }
}
