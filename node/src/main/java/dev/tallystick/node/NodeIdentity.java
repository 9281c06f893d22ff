package dev.tallystick.node;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.crypto.SubjectAltName;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.node.config.NodeConfiguration.CurveId;
import dev.tallystick.node.config.NodeConfiguration.NodeCertificate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of this process, made at its start and never stored: a node that starts again is another
 * node (spec 06, 2.1).
 *
 * @param signingKey signs the ledger and proves the node in TLS
 * @param encryptionKey receives ledger secrets
 * @param selfSigned shown by interfaces of authority {@code Node}
 * @param signingRequest PEM of the request for the endorsed certificate
 */
record NodeIdentity(
        EcKeyPair signingKey,
        RsaKeyPair encryptionKey,
        Certificate selfSigned,
        String signingRequest) {

    /**
     * New keys.
     *
     * @param publishedHosts hosts of the RPC interfaces in name order, for alternative names where
     *     none are configured
     */
    static NodeIdentity generate(
            NodeCertificate settings, List<String> publishedHosts, Instant now) {
        EcKeyPair key = EcKeyPair.generate(curve(settings.curveId()));
        List<SubjectAltName> names = alternativeNames(settings, publishedHosts);
        Validity validity = Validity.ofDays(now, settings.initialValidityDays());
        return new NodeIdentity(
                key,
                RsaKeyPair.generate(),
                CertificateIssuer.selfSignedNode(key, settings.subjectName(), names, validity),
                CertificateIssuer.csr(key, settings.subjectName(), names));
    }

    private static List<SubjectAltName> alternativeNames(
            NodeCertificate settings, List<String> publishedHosts) {
        if (settings.subjectAltNames().isEmpty()) {
            return publishedHosts.stream().map(SubjectAltName::ofHost).toList();
        }
        return settings.subjectAltNames().stream()
                .map(SubjectAltName::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    static Curve curve(CurveId id) {
        return switch (id) {
            case SECP384R1 -> Curve.P384;
            case SECP256R1 -> Curve.P256;
        };
    }

    /** Hex SHA-256 of the public key. */
    String id() {
        return signingKey.publicKey().id().hex();
    }
}
