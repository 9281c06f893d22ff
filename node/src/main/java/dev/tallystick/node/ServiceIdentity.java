package dev.tallystick.node;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.node.config.Command.Start;
import dev.tallystick.node.config.NodeConfiguration;

import java.time.Instant;

/**
 * The key that all trusted nodes of a service share, and its certificate as first issued (spec 06,
 * 3.1).
 */
record ServiceIdentity(EcKeyPair key, Certificate certificate) {

    /** The identity of a new service. */
    static ServiceIdentity found(NodeConfiguration configuration, Start start, Instant now) {
        EcKeyPair key =
                EcKeyPair.generate(NodeIdentity.curve(configuration.nodeCertificate().curveId()));
        return new ServiceIdentity(
                key,
                CertificateIssuer.selfSignedService(
                        key,
                        start.serviceSubjectName(),
                        now,
                        start.initialServiceCertificateValidityDays()));
    }
}
