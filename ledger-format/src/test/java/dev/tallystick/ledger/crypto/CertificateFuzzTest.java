package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.LedgerFormatException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Certificates, requests and PEM texts that nobody vouches for. */
class CertificateFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Certificate SERVICE =
            CertificateIssuer.selfSignedService(FuzzKeys.P384, "CN=Service", NOW, 1);

    @FuzzTest(maxDuration = "1m")
    void der(byte[] der) {
        Certificate certificate;
        try {
            certificate = Certificate.fromDer(der);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertArrayEquals(der, certificate.der());
        assertEquals(certificate, Certificate.fromPem(certificate.pem()));
        use(certificate);
    }

    /** Several blocks: each may have issued any other one. */
    @FuzzTest(maxDuration = "1m")
    void chain(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        List<Certificate> chain = new ArrayList<>();
        try {
            for (Pem.Block block : Pem.decodeAll(text)) {
                chain.add(Certificate.fromDer(block.content()));
            }
        } catch (LedgerFormatException refused) {
            return;
        }
        if (!chain.isEmpty()) {
            assertEquals(chain.getFirst(), Certificate.fromPem(text));
        }
        for (int i = 1; i < Math.min(4, chain.size()); i++) {
            try {
                chain.get(i - 1).isIssuedBy(chain.get(i));
            } catch (LedgerFormatException refused) {
                assertTrue(refused.getMessage() != null);
            }
        }
    }

    private static void use(Certificate certificate) {
        assertTrue(certificate.toString().contains(certificate.fingerprint().hex()));
        certificate.commonName();
        certificate.isAuthority();
        certificate.isValidAt(NOW);
        try {
            certificate.publicKey();
            certificate.isSelfSigned();
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
        try {
            certificate.toX509();
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
        certificate.isIssuedBy(SERVICE);
    }

    /** A signing request: what it asks for ends up in a certificate. */
    @FuzzTest(maxDuration = "1m")
    void request(byte[] der) {
        String pem = Pem.encode(Pem.CERTIFICATE_REQUEST, der);
        try {
            Validity validity = Validity.of(SERVICE);
            assertTrue(
                    CertificateIssuer.endorse(pem, FuzzKeys.P384, SERVICE, validity)
                            .isIssuedBy(SERVICE));
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    /** A subject alternative name of a configuration, which may be asked for in a request. */
    @FuzzTest(maxDuration = "1m")
    void alternativeName(byte[] utf8) {
        try {
            SubjectAltName.parse(new String(utf8, StandardCharsets.UTF_8))
                    .ifPresent(SubjectAltName::toGeneralName);
        } catch (IllegalArgumentException refused) { // as documented: the operator's mistake
            assertTrue(refused.getMessage() != null);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void pem(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        List<Pem.Block> blocks;
        try {
            blocks = Pem.decodeAll(text);
        } catch (LedgerFormatException refused) {
            return;
        }
        StringBuilder written = new StringBuilder();
        for (Pem.Block block : blocks) {
            written.append(Pem.encode(block.label(), block.content()));
        }
        List<Pem.Block> again = Pem.decodeAll(written.toString());
        assertEquals(blocks.size(), again.size());
        for (int i = 0; i < blocks.size(); i++) {
            assertEquals(blocks.get(i).label(), again.get(i).label());
            assertArrayEquals(blocks.get(i).content(), again.get(i).content());
        }
    }
}
