package dev.tallystick.governance.effects;

import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.js.GovernanceEffectException;
import dev.tallystick.js.GovernanceEffects;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.crypto.X509Time;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the constitution may do when it applies one proposal (spec 03, 5.6). Made for one
 * application; confined to its thread.
 */
public final class ProposalEffects implements GovernanceEffects {
    private final NodeControl node;
    private final ServiceOpening opening;
    private final Set<CommitEffect> onCommit = EnumSet.noneOf(CommitEffect.class);

    /** Effects on this node. */
    public ProposalEffects(NodeControl node) {
        this.node = node;
        this.opening = new ServiceOpening(node);
    }

    /** What is to be done once the transaction is committed. */
    public Set<CommitEffect> onCommit() {
        return Set.copyOf(onCommit);
    }

    @Override
    public void transitionServiceToOpen(
            Transaction transaction,
            byte @Nullable [] previousIdentityPem,
            byte @Nullable [] nextIdentityPem) {
        if (nextIdentityPem == null) {
            throw new GovernanceEffectException(
                    "Unable to open service: the next service identity is missing");
        }
        try {
            boolean isOpened =
                    opening.open(
                            transaction,
                            previousIdentityPem == null ? null : text(previousIdentityPem),
                            text(nextIdentityPem));
            if (isOpened) {
                onCommit.add(CommitEffect.SNAPSHOT_AT_NEXT_SIGNATURE);
            }
        } catch (ServiceOpening.RefusedException | ShareException e) {
            throw new GovernanceEffectException("Unable to open service: " + e.getMessage());
        }
    }

    @Override
    public void triggerLedgerRekey(Transaction transaction) {
        boolean isOpen =
                Tables.SERVICE_INFO
                        .get(transaction)
                        .map(service -> service.status() == ServiceStatus.OPEN)
                        .orElse(false);
        if (!isOpen || node.ledgerAccess() != NodeControl.LedgerAccess.WHOLE) {
            throw new GovernanceEffectException("Could not rekey ledger");
        }
        try {
            LedgerRekey.rekey(transaction, PresentSecret.of(transaction, node));
        } catch (ShareException e) {
            throw new GovernanceEffectException("Could not rekey ledger: " + e.getMessage());
        }
    }

    @Override
    public void triggerRecoverySharesRefresh(Transaction transaction) {
        try {
            ShareIssuer.reissue(transaction, node);
        } catch (ShareException e) {
            throw new GovernanceEffectException(
                    "Unable to trigger recovery shares refresh: " + e.getMessage());
        }
    }

    @Override
    public void triggerLedgerChunk(Transaction transaction) {
        onCommit.add(CommitEffect.CHUNK_AT_NEXT_SIGNATURE);
    }

    @Override
    public void triggerSnapshot(Transaction transaction) {
        onCommit.add(CommitEffect.SNAPSHOT_AT_NEXT_SIGNATURE);
    }

    @Override
    public long latestLedgerSecretSeqno(Transaction transaction) {
        return node.ledgerSecrets().latest().validFrom();
    }

    @Override
    public String generateEndorsedCertificate(
            Transaction transaction, String csrPem, String validFrom, long validityDays) {
        try {
            return CertificateIssuer.endorse(
                            csrPem,
                            node.serviceKey(),
                            serviceCertificate(transaction),
                            validity(validFrom, validityDays))
                    .pem();
        } catch (LedgerFormatException e) {
            throw new GovernanceEffectException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String generateNetworkCertificate(
            Transaction transaction, String validFrom, long validityDays) {
        try {
            return CertificateIssuer.renewService(
                            node.serviceKey(),
                            serviceCertificate(transaction),
                            validity(validFrom, validityDays))
                    .pem();
        } catch (LedgerFormatException e) {
            throw new GovernanceEffectException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void setJwtPublicSigningKeys(
            Transaction transaction, String issuer, JsonNode metadata, JsonNode jwks) {
        try {
            JwtSigningKeys.replace(transaction, issuer, jwks);
        } catch (JwkException e) {
            throw new GovernanceEffectException("set_jwt_public_signing_keys() failed");
        }
    }

    @Override
    public void removeJwtPublicSigningKeys(Transaction transaction, String issuer) {
        JwtSigningKeys.remove(transaction, issuer);
    }

    private static Certificate serviceCertificate(Transaction tx) {
        return Tables.SERVICE_INFO
                .get(tx)
                .map(ServiceInfo::certificate)
                .map(Certificate::fromPem)
                .orElseThrow(() -> new GovernanceEffectException("There is no service"));
    }

    private static Validity validity(String validFrom, long days) {
        try {
            return Validity.ofDays(X509Time.parse(validFrom), days);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new GovernanceEffectException(String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] pem) {
        return new String(pem, StandardCharsets.UTF_8);
    }
}
