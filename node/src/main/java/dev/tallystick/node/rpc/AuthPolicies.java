package dev.tallystick.node.rpc;

import dev.tallystick.governance.auth.CertificateAuthenticator;
import dev.tallystick.governance.auth.CertificatePolicy;

import java.time.InstantSource;
import java.util.Optional;

/**
 * The policies there are, by the names that endpoints use (spec 02, 7.1). The signed requests of
 * members are verified by {@code GovernanceApi} itself.
 */
public final class AuthPolicies {
    private final CertificateAuthenticator certificates;

    /**
     * Policies.
     *
     * @param clock by which the validity of certificates is judged
     */
    public AuthPolicies(InstantSource clock) {
        certificates = new CertificateAuthenticator(clock);
    }

    /** Lets everybody pass. */
    public static AuthPolicy none() {
        return new NoAuthPolicy();
    }

    /** By the TLS certificate. */
    public AuthPolicy certificate(CertificatePolicy policy) {
        return new CertificateAuthPolicy(policy, certificates);
    }

    /**
     * The policy that an application's endpoint names; empty if there is none of that name. Those
     * that are not built yet are there, but answer every request with 500.
     */
    public Optional<AuthPolicy> named(String name) {
        return switch (name) {
            case "no_auth" -> Optional.of(none());
            case "user_cert" -> Optional.of(certificate(CertificatePolicy.USER_CERT));
            case "member_cert" -> Optional.of(certificate(CertificatePolicy.MEMBER_CERT));
            case "any_cert" -> Optional.of(certificate(CertificatePolicy.ANY_CERT));
            case "jwt", "user_cose_sign1" -> Optional.of(new UnsupportedPolicy(name));
            default -> Optional.empty();
        };
    }
}
