package dev.tallystick.governance.auth;

/** How a caller may show who it is by the certificate of its connection (spec 02, 7.2). */
public enum CertificatePolicy {
    /** A known user, within the validity of the certificate. */
    USER_CERT("user_cert"),
    /** A known member, whatever its status and the validity of the certificate. */
    MEMBER_CERT("member_cert"),
    /** Anybody with a certificate that is valid now. */
    ANY_CERT("any_cert"),
    /** A node of this service. */
    NODE_CERT("node_cert");

    private final String policyName;

    CertificatePolicy(String policyName) {
        this.policyName = policyName;
    }

    /** As endpoints and refusals name it. */
    public String policyName() {
        return policyName;
    }
}
