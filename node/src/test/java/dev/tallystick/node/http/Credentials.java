package dev.tallystick.node.http;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.SubjectAltName;
import dev.tallystick.ledger.crypto.Validity;

import java.time.Instant;
import java.util.List;

/** Keys and certificates for tests. */
public final class Credentials {
    private Credentials() {}

    /** A key and its self-signed certificate. */
    public record Identity(EcKeyPair key, Certificate certificate) {
        /** As a server presents it. */
        public TlsCredential tls() {
            return new TlsCredential(certificate.pem(), key.privateKeyPem());
        }
    }

    /** A node's identity for 127.0.0.1. */
    public static Identity node() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        return new Identity(
                key,
                CertificateIssuer.selfSignedNode(
                        key,
                        "CN=node",
                        List.of(SubjectAltName.ofHost("127.0.0.1")),
                        Validity.ofDays(Instant.now(), 1)));
    }

    /** A user's or member's identity, valid now. */
    public static Identity client(Curve curve) {
        return client(curve, Instant.now());
    }

    /** The same, valid for a day from {@code start}. */
    public static Identity client(Curve curve, Instant start) {
        EcKeyPair key = EcKeyPair.generate(curve);
        return new Identity(key, CertificateIssuer.selfSignedMember(key, "client", start, 1));
    }
}
