package dev.tallystick.governance.auth;

import dev.tallystick.governance.tables.MemberId;
import dev.tallystick.governance.tables.NodeId;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Whether the certificate of a connection satisfies a policy, and whose it is. */
public sealed interface CertificateAuthentication {
    /**
     * A known user.
     *
     * @param data what is noted about it; null if nothing
     * @param certificatePem as stored
     */
    record User(UserId id, @Nullable JsonNode data, String certificatePem)
            implements CertificateAuthentication {}

    /**
     * A known member.
     *
     * @param data what is noted about it; null if nothing
     * @param certificatePem as stored
     */
    record Member(MemberId id, @Nullable JsonNode data, String certificatePem)
            implements CertificateAuthentication {}

    /** Anybody with a valid certificate. */
    record Anybody(Certificate certificate) implements CertificateAuthentication {}

    /** A node of this service. */
    record Node(NodeId id) implements CertificateAuthentication {}

    /**
     * The policy is not satisfied.
     *
     * @param reason for the caller
     */
    record Refused(CertificatePolicy policy, String reason) implements CertificateAuthentication {}
}
