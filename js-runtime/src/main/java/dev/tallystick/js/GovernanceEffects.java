package dev.tallystick.js;

import dev.tallystick.kv.Transaction;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * What the constitution's {@code apply} may do beyond writing governance tables (spec 04, 13.2;
 * spec 03, 5.6).
 *
 * <p>Every effect belongs to the proposal's transaction: it takes place only if that commits. A
 * refused one throws {@link GovernanceEffectException}, which the script sees as an {@code
 * InternalError} with the same message.
 */
public interface GovernanceEffects {
    /** A new ledger secret, written in this transaction. */
    void triggerLedgerRekey(Transaction transaction);

    /**
     * Opens the service if the given identities match.
     *
     * @param previousIdentityPem null when the caller gave none
     * @param nextIdentityPem null when the caller gave none, which is refused
     */
    void transitionServiceToOpen(
            Transaction transaction,
            byte @Nullable [] previousIdentityPem,
            byte @Nullable [] nextIdentityPem);

    /** Splits the current secret anew among the recovery members. */
    void triggerRecoverySharesRefresh(Transaction transaction);

    /** Ends the ledger chunk at the next signature. */
    void triggerLedgerChunk(Transaction transaction);

    /** Takes a snapshot at the next signature. */
    void triggerSnapshot(Transaction transaction);

    /** The seqno from which the newest ledger secret applies. */
    long latestLedgerSecretSeqno(Transaction transaction);

    /** PEM of a certificate for the CSR, signed by the service's key. */
    String generateEndorsedCertificate(
            Transaction transaction, String csrPem, String validFrom, long validityDays);

    /** PEM of a new self-signed certificate for the service's present key and subject. */
    String generateNetworkCertificate(Transaction transaction, String validFrom, long validityDays);

    /** Replaces the issuer's public signing keys by those of a JSON web key set. */
    void setJwtPublicSigningKeys(
            Transaction transaction, String issuer, JsonNode metadata, JsonNode jwks);

    /** Removes the issuer's public signing keys. */
    void removeJwtPublicSigningKeys(Transaction transaction, String issuer);
}
