package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.crypto.Validity;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.signature.SigningIdentity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/**
 * What somebody can write who has the files and the certificates of a service, but not its keys:
 * none of it may pass for that service's ledger.
 */
class ForgedLedgerTest {
    private final EcKeyPair genuineKey = EcKeyPair.generate(Curve.P384);
    private final Certificate genuine =
            CertificateIssuer.selfSignedService(genuineKey, "CN=CCF Service", SmallLedger.NOW, 365);

    @TempDir private Path directory;
    private SmallLedger ledger;

    @BeforeEach
    void open() {
        ledger = new SmallLedger(directory);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private AuditReport audit(AuditOptions options) {
        ledger.flush();
        return Audits.audit(options);
    }

    private void assertRefused(AuditOptions options, String reason) {
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertTrue(e.reason().contains(reason), e::getMessage);
    }

    private AuditOptions pinned() {
        return AuditOptions.of(directory).withServiceCertificate(genuine);
    }

    /** A ledger of the forger's own, to whose end the genuine certificate is copied. */
    private SmallLedger begin() {
        return ledger.begin().application("forged").signAndCommit();
    }

    @Test
    void aForgedLedgerDoesNotBecomeGenuineByTheGenuineCertificateAtItsEnd() {
        begin().write(SmallLedger.serviceInfo(genuine, "Opening")).sign();
        assertRefused(pinned(), "signed by a node that only an earlier service has endorsed");
    }

    @Test
    void anUnsignedEndDoesNotTellWhoseTheLedgerIs() {
        begin().write(SmallLedger.serviceInfo(genuine, "Opening"));
        assertRefused(pinned().allowUnsignedTail(), "the ledger belongs to the service with key");
    }

    @Test
    void aTrustedTransactionThatIsTheLastIsVerifiedAllTheSame() {
        EcKeyPair nodeKey = EcKeyPair.generate(Curve.P384);
        Certificate node =
                CertificateIssuer.endorse(
                        CertificateIssuer.csr(nodeKey, "CN=CCF Node", List.of()),
                        genuineKey,
                        genuine,
                        Validity.of(genuine));
        ledger.write(
                        SmallLedger.serviceInfo(genuine, "Opening"),
                        SmallLedger.nodeInfo(nodeKey, "Trusted"),
                        SmallLedger.nodeCertificate(nodeKey, node))
                .application("forged");
        ledger.sign(new ForgedIdentity(nodeKey, node).identity(), EntryFlags.NONE);
        assertRefused(pinned().withTrusted(ledger.last()), "does not verify");
    }

    /** A node's public identity, and a key that is not its own. */
    private record ForgedIdentity(EcKeyPair node, Certificate certificate) {
        SigningIdentity identity() {
            EcKeyPair other = EcKeyPair.generate(Curve.P384);
            return new SigningIdentity(node, certificate, other, "i", "s", () -> SmallLedger.NOW);
        }
    }

    @Test
    void theCountsAreThoseOfVerifiedSignatures() {
        ledger.begin().sign().application("a").sign();
        AuditOptions options = AuditOptions.of(directory);
        assertEquals(1, audit(options.withTrusted(ledger.last())).counts().nodeSignatures());
        ledger.application("b").sign();
        assertEquals(3, audit(options).counts().nodeSignatures());
    }
}
