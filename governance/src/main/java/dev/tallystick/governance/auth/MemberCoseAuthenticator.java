package dev.tallystick.governance.auth;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CoseException;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.GovernanceMessage;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * Verifies the signed requests of members, in the order of spec 03, 2.2. The certificate on record
 * only carries the key: neither its validity nor its issuer is looked at. Stateless.
 */
public final class MemberCoseAuthenticator {
    /** What a signed request's {@code content-type} must be, without parameters. */
    public static final String CONTENT_TYPE = "application/cose";

    private static final String ANY_MEMBER = "member_cose_sign1";
    private static final String ACTIVE_MEMBER = "active_member_cose_sign1";

    /**
     * What a request must be signed as.
     *
     * @param isActiveOnly whether the member must have acknowledged the state of the service
     * @param messageType what its header must say it is
     */
    public record Requirement(boolean isActiveOnly, String messageType) {
        /** As answers and API documents name it. */
        public String policyName() {
            return isActiveOnly ? ACTIVE_MEMBER : ANY_MEMBER;
        }
    }

    /**
     * Verifies one request.
     *
     * @param contentType null when the header is absent
     */
    public CoseAuthentication authenticate(
            Transaction tx, Requirement requirement, @Nullable String contentType, Bytes body) {
        if (contentType == null) {
            return refused(requirement, "Missing content-type header");
        }
        if (!contentType.equals(CONTENT_TYPE)) {
            return refused(requirement, "Content type is not set to application/cose");
        }
        GovernanceMessage message;
        try {
            message = GovernanceMessage.parse(body.toArray());
        } catch (CoseException e) {
            return new CoseAuthentication.Malformed(String.valueOf(e.getMessage()));
        }
        MemberId signer = new MemberId(message.kid());
        Optional<String> why = whyNotAcceptable(tx, requirement, message, signer);
        return why.isPresent()
                ? refused(requirement, why.get())
                : new CoseAuthentication.Authenticated(
                        new SignedRequest(
                                signer,
                                body,
                                Bytes.wrap(message.payload()),
                                Digest.sha256(message.cose().signature()),
                                message.createdAt().getEpochSecond(),
                                message.proposalId()));
    }

    private static Optional<String> whyNotAcceptable(
            Transaction tx, Requirement requirement, GovernanceMessage message, MemberId signer) {
        if (Arrays.stream(Curve.values()).noneMatch(c -> c.coseAlgorithm() == message.alg())) {
            return Optional.of("Unsupported algorithm: " + message.alg());
        }
        Optional<String> pem = Tables.MEMBER_CERTS.get(tx, signer);
        if (pem.isEmpty()) {
            return Optional.of("Signer is not a known member");
        }
        if (!isSignedWith(pem.get(), message)) {
            return Optional.of("Failed to validate COSE Sign1");
        }
        String expected = "expected ccf.gov.msg.type to be " + requirement.messageType();
        String type = message.type();
        if (type == null) {
            return Optional.of("Missing ccf.gov.msg.type, " + expected);
        }
        if (!type.equals(requirement.messageType())) {
            return Optional.of("Found ccf.gov.msg.type set to " + type + ", " + expected);
        }
        if (requirement.isActiveOnly()
                && !Tables.MEMBER_INFO.get(tx, signer).map(MemberInfo::isActive).orElse(false)) {
            return Optional.of("Signer is not an ACTIVE member");
        }
        return Optional.empty();
    }

    /** A stored certificate that cannot be read verifies nothing. */
    private static boolean isSignedWith(String pem, GovernanceMessage message) {
        try {
            return message.verify(Certificate.fromPem(pem).publicKey());
        } catch (LedgerFormatException e) {
            return false;
        }
    }

    private static CoseAuthentication.Refused refused(Requirement requirement, String reason) {
        return new CoseAuthentication.Refused(requirement.policyName(), reason);
    }
}
