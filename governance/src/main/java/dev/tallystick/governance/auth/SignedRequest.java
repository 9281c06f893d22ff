package dev.tallystick.governance.auth;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

/**
 * A request that a member has signed, verified (spec 03, section 2).
 *
 * @param envelope the whole COSE message, to be recorded
 * @param payload what was signed
 * @param signatureDigest SHA-256 of the signature bytes
 * @param createdAtSeconds since 1970, by the signer's clock; not negative
 * @param proposalId as signed; null when the header is absent
 */
public record SignedRequest(
        MemberId signer,
        Bytes envelope,
        Bytes payload,
        Digest signatureDigest,
        long createdAtSeconds,
        @Nullable String proposalId) {
    /** The payload as text. */
    public String payloadText() {
        return payload.utf8();
    }
}
