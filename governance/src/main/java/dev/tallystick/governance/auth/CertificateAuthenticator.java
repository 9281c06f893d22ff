package dev.tallystick.governance.auth;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.MemberInfo;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out who holds the certificate of a connection (spec 02, 7.2). The TLS handshake has proved
 * that the peer holds its key. Thread-safe.
 */
public final class CertificateAuthenticator {
    private final InstantSource clock;

    /**
     * An authenticator.
     *
     * @param clock by which validity periods are judged
     */
    public CertificateAuthenticator(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Applies one policy.
     *
     * @param certificate null when the peer sent none
     */
    public CertificateAuthentication authenticate(
            CertificatePolicy policy, Transaction tx, @Nullable Certificate certificate) {
        return switch (policy) {
            case USER_CERT -> user(tx, certificate);
            case MEMBER_CERT -> member(tx, certificate);
            case ANY_CERT -> anybody(certificate);
            case NODE_CERT -> node(tx, certificate);
        };
    }

    private CertificateAuthentication user(Transaction tx, @Nullable Certificate certificate) {
        CertificatePolicy policy = CertificatePolicy.USER_CERT;
        if (certificate == null) {
            return refused(policy, "No caller user certificate");
        }
        Optional<String> invalid = whyNotValidNow(certificate);
        if (invalid.isPresent()) {
            return refused(policy, invalid.get());
        }
        UserId id = UserId.of(certificate.fingerprint());
        Optional<String> pem = Tables.USER_CERTS.get(tx, id);
        if (pem.isEmpty()) {
            return refused(policy, "Could not find matching user certificate");
        }
        JsonNode info = Tables.USER_INFO.get(tx, id).orElse(null);
        JsonNode data = info == null ? null : info.get("user_data");
        return new CertificateAuthentication.User(id, data, pem.get());
    }

    private static CertificateAuthentication member(
            Transaction tx, @Nullable Certificate certificate) {
        CertificatePolicy policy = CertificatePolicy.MEMBER_CERT;
        if (certificate == null) {
            return refused(policy, "No caller member certificate");
        }
        MemberId id = MemberId.of(certificate.fingerprint());
        Optional<String> pem = Tables.MEMBER_CERTS.get(tx, id);
        if (pem.isEmpty()) {
            return refused(policy, "Could not find matching member certificate");
        }
        JsonNode data = Tables.MEMBER_INFO.get(tx, id).map(MemberInfo::data).orElse(null);
        return new CertificateAuthentication.Member(id, data, pem.get());
    }

    private CertificateAuthentication anybody(@Nullable Certificate certificate) {
        CertificatePolicy policy = CertificatePolicy.ANY_CERT;
        if (certificate == null) {
            return refused(policy, "No caller certificate");
        }
        return whyNotValidNow(certificate)
                .<CertificateAuthentication>map(why -> refused(policy, why))
                .orElseGet(() -> new CertificateAuthentication.Anybody(certificate));
    }

    private static CertificateAuthentication node(
            Transaction tx, @Nullable Certificate certificate) {
        CertificatePolicy policy = CertificatePolicy.NODE_CERT;
        if (certificate == null) {
            return refused(policy, "No caller node certificate");
        }
        return nodeIdOf(certificate)
                .filter(id -> Tables.NODE_INFO.has(tx, id))
                .<CertificateAuthentication>map(CertificateAuthentication.Node::new)
                .orElseGet(() -> refused(policy, "Could not find matching node certificate"));
    }

    /** No node has a key that is not on one of our curves. */
    private static Optional<NodeId> nodeIdOf(Certificate certificate) {
        try {
            return Optional.of(NodeId.of(certificate.publicKey().id()));
        } catch (LedgerFormatException e) {
            return Optional.empty();
        }
    }

    /** Times are shown in whole seconds since 1970; both ends of the period belong to it. */
    private Optional<String> whyNotValidNow(Certificate certificate) {
        long now = clock.instant().getEpochSecond();
        long from = seconds(certificate.notBefore());
        long to = seconds(certificate.notAfter());
        if (now < from) {
            return Optional.of(
                    "Current time %d is before certificate's Not Before validity period %d"
                            .formatted(now, from));
        }
        if (now > to) {
            return Optional.of(
                    "Current time %d is after certificate's Not After validity period %d"
                            .formatted(now, to));
        }
        return Optional.empty();
    }

    private static long seconds(Instant instant) {
        return instant.getEpochSecond();
    }

    private static CertificateAuthentication.Refused refused(
            CertificatePolicy policy, String reason) {
        return new CertificateAuthentication.Refused(policy, reason);
    }
}
