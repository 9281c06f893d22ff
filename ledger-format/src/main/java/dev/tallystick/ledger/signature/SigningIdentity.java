package dev.tallystick.ledger.signature;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcKeyPair;

import java.time.InstantSource;

/**
 * All that a primary needs to sign roots. The JSON signature names the node, the COSE signature the
 * service.
 *
 * @param nodeKey identity key of this node
 * @param nodeCertificate its service-endorsed certificate, as in the table of endorsed certificates
 * @param serviceKey identity key of the service
 * @param issuer {@code iss} of COSE signatures; on recovery that of the recovered ledger
 * @param subject {@code sub} of COSE signatures; likewise
 * @param clock gives {@code iat}
 */
public record SigningIdentity(
        EcKeyPair nodeKey,
        Certificate nodeCertificate,
        EcKeyPair serviceKey,
        String issuer,
        String subject,
        InstantSource clock) {
    /** Refuses a certificate of another key. */
    public SigningIdentity {
        Check.that(
                nodeCertificate.publicKey().equals(nodeKey.publicKey()),
                "the node certificate is for another key than %s",
                nodeKey);
    }
}
