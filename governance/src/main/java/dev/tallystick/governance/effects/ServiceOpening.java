package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.IdentityEndorsement;
import dev.tallystick.governance.tables.RecoveryType;
import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.EcPublicKey;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Opens a service to its users, or to its members' recovery shares (spec 03, 8.2). */
final class ServiceOpening {
    private final NodeControl node;

    ServiceOpening(NodeControl node) {
        this.node = node;
    }

    /** The service cannot be opened as asked. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Opens it; a service that is open, or waits for shares, is left as it is.
     *
     * @param previousIdentity PEM of the certificate before the disaster; null when none is given
     * @param nextIdentity PEM of the certificate of this service
     * @return whether a snapshot is to be taken
     * @throws RefusedException when an identity does not match
     * @throws ShareException when the members could not recover the service
     */
    boolean open(Transaction tx, @Nullable String previousIdentity, String nextIdentity) {
        ServiceInfo service =
                Tables.SERVICE_INFO
                        .get(tx)
                        .orElseThrow(() -> new RefusedException("Service information is missing"));
        switch (service.status()) {
            case OPEN, WAITING_FOR_RECOVERY_SHARES -> {
                return false;
            }
            case RECOVERING -> requirePreviousIdentity(tx, previousIdentity);
            case OPENING -> {}
        }
        if (!nextIdentity.equals(service.certificate())) {
            throw new RefusedException(
                    "Service identity mismatch: the next service identity in the"
                            + " transition_service_to_open proposal does not match the current"
                            + " service identity:\nNext:\n"
                            + nextIdentity
                            + "\nCurrent:\n"
                            + service.certificate());
        }
        if (node.ledgerAccess() == NodeControl.LedgerAccess.PUBLIC_ONLY) {
            awaitShares(tx, service);
            return false;
        }
        ShareIssuer.issueForOpening(tx, PresentSecret.of(tx, node));
        Tables.SERVICE_INFO.put(tx, service.withStatus(ServiceStatus.OPEN));
        endorse(tx, service);
        return true;
    }

    private static void requirePreviousIdentity(Transaction tx, @Nullable String previousIdentity) {
        Optional<String> actual = Tables.PREVIOUS_SERVICE_IDENTITY.get(tx);
        if (previousIdentity == null || !actual.equals(Optional.of(previousIdentity))) {
            throw new RefusedException(
                    "Previous service identity does not match.\nActual:\n" + actual.orElse(""));
        }
    }

    private static void awaitShares(Transaction tx, ServiceInfo service) {
        Tables.ENCRYPTED_SUBMITTED_SHARES.clear(tx);
        Tables.SERVICE_INFO.put(tx, service.withStatus(ServiceStatus.WAITING_FOR_RECOVERY_SHARES));
        Tables.LAST_RECOVERY_TYPE.put(tx, RecoveryType.RECOVERY_SHARES.text());
    }

    /** Vouches for the identity before this one, or, the first time, for itself (spec 01, 8.6). */
    private void endorse(Transaction tx, ServiceInfo service) {
        EcKeyPair key = node.serviceKey();
        EcPublicKey ownKey = key.publicKey();
        TxId created = service.createTxId();
        if (created == null) {
            throw new RefusedException("The service does not know when it was created");
        }
        Optional<IdentityEndorsement> previous =
                Tables.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT.get(tx);
        CoseSigner.Epoch epoch =
                previous.map(p -> epochSince(tx, p, created))
                        .orElseGet(() -> new CoseSigner.Epoch(created, null, null));
        EcPublicKey endorsed =
                previous.map(p -> EcPublicKey.fromDer(p.endorsingKey().toArray())).orElse(ownKey);
        byte[] endorsement = CoseSigner.identityEndorsement(key, endorsed, epoch, node.now());
        var version = Tables.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT.versionOfPreviousWrite(tx);
        Tables.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT.put(
                tx,
                new IdentityEndorsement(
                        Bytes.wrap(endorsement),
                        Bytes.wrap(ownKey.spkiDer()),
                        epoch.begin(),
                        epoch.end(),
                        version.isPresent() ? version.getAsLong() : null));
    }

    private static CoseSigner.Epoch epochSince(
            Transaction tx, IdentityEndorsement previous, TxId created) {
        TxId previousEnd = previous.epochEnd();
        TxId begin =
                previousEnd == null
                        ? previous.epochBegin()
                        : new TxId(previousEnd.view() + 2, previousEnd.seqno() + 1);
        TxId end = new TxId(created.view() - 2, created.seqno() - 1);
        Digest endRoot =
                Tables.PREVIOUS_SERVICE_LAST_SIGNED_ROOT.get(tx).map(Digest::fromHex).orElse(null);
        return new CoseSigner.Epoch(begin, end, endRoot);
    }
}
