package dev.tallystick.node.rpc;

import dev.tallystick.governance.auth.CertificateAuthentication;
import dev.tallystick.governance.auth.CertificateAuthenticator;
import dev.tallystick.governance.auth.CertificatePolicy;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;

import org.jspecify.annotations.Nullable;

/** {@code user_cert}, {@code member_cert}, {@code any_cert}, {@code node_cert} (spec 02, 7.2). */
record CertificateAuthPolicy(CertificatePolicy policy, CertificateAuthenticator authenticator)
        implements AuthPolicy {
    @Override
    public String name() {
        return policy.policyName();
    }

    @Override
    public Verdict authenticate(RpcRequest request, Transaction transaction) {
        Certificate certificate;
        try {
            certificate = parse(request.callerCertificate());
        } catch (LedgerFormatException e) {
            return new Verdict.Rejected("Caller certificate cannot be read: " + e.getMessage());
        }
        return switch (authenticator.authenticate(policy, transaction, certificate)) {
            case CertificateAuthentication.User user ->
                    accepted(new Caller.User(user.id(), user.data(), user.certificatePem()));
            case CertificateAuthentication.Member member ->
                    accepted(
                            new Caller.Member(member.id(), member.data(), member.certificatePem()));
            case CertificateAuthentication.Anybody anybody ->
                    accepted(new Caller.Holder(anybody.certificate()));
            case CertificateAuthentication.Node node -> accepted(new Caller.Node(node.id()));
            case CertificateAuthentication.Refused refused ->
                    new Verdict.Rejected(refused.reason());
        };
    }

    private static @Nullable Certificate parse(@Nullable Bytes der) {
        return der == null ? null : Certificate.fromDer(der.toArray());
    }

    private static Verdict accepted(Caller caller) {
        return new Verdict.Accepted(caller);
    }
}
