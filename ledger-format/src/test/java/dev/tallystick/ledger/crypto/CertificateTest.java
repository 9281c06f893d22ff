package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;

import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;

@Tag("crypto")
class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");
    private static final List<SubjectAltName> NAMES =
            List.of(
                    SubjectAltName.ofHost("127.0.0.1"),
                    SubjectAltName.parse("dNSName:localhost").orElseThrow());

    @Test
    void aServiceCertificateHasTheContentsOfARecordedOne() {
        Certificate recorded =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/service_cert.pem"));
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Certificate ours =
                CertificateIssuer.service(
                        key,
                        SubjectName.parse("CN=A Sample CCF Service"),
                        Validity.ofDays(recorded.notBefore(), 90),
                        recorded.holder().getSerialNumber());
        assertEquals(shape(recorded), shape(ours));
        assertTrue(ours.isSelfSigned() && ours.isAuthority());
        assertEquals(ours.pem(), Certificate.fromPem(ours.pem()).pem());
    }

    @Test
    void anEndorsedCertificateHasTheContentsOfARecordedOne() {
        String receipt =
                RecordedServices.json("ccf7-service/receipts/signature_tx.json")
                        .at("/receipt/cert")
                        .asString();
        Certificate recorded = Certificate.fromPem(receipt);
        Certificate service =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/service_cert.pem"));
        assertTrue(recorded.isIssuedBy(service));
        EcKeyPair serviceKey = EcKeyPair.generate(Curve.P384);
        String csr = CertificateIssuer.csr(EcKeyPair.generate(Curve.P384), "CN=CCF Node", NAMES);
        Certificate ours =
                CertificateIssuer.endorse(
                        csr,
                        new CertificateIssuer.Issuer(service.subjectName(), serviceKey),
                        Validity.ofDays(recorded.notBefore(), 90),
                        recorded.holder().getSerialNumber());
        assertEquals(shape(recorded), shape(ours));
        assertFalse(ours.isAuthority());
    }

    @Test
    void aSelfSignedNodeCertificateHasTheContentsOfARecordedOne() {
        Certificate recorded =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/node.pem"));
        Certificate ours =
                CertificateIssuer.selfSignedNode(
                        EcKeyPair.generate(Curve.P384),
                        "CN=CCF Node",
                        NAMES,
                        Validity.ofDays(recorded.notBefore(), 90));
        assertEquals(shape(recorded), shape(ours));
    }

    @Test
    void aSigningRequestHasTheContentsOfARecordedOne() throws IOException {
        String pem =
                Json.parse(
                                RecordedLedger.entries("ccf7-service/logging_app/ledger").stream()
                                        .flatMap(
                                                entry ->
                                                        entry
                                                                .publicWrites()
                                                                .map(TableNames.NODES_INFO)
                                                                .stream())
                                        .findFirst()
                                        .orElseThrow()
                                        .writes()
                                        .firstEntry()
                                        .getValue())
                        .path("certificate_signing_request")
                        .asString();
        String ours = CertificateIssuer.csr(EcKeyPair.generate(Curve.P384), "CN=CCF Node", NAMES);
        assertEquals(requestShape(pem), requestShape(ours));
    }

    @Test
    void aMemberCertificateHasTheContentsOfARecordedOne() {
        Certificate recorded =
                Certificate.fromPem(RecordedServices.text("ccf7-service/keys/member0_cert.pem"));
        Certificate ours =
                CertificateIssuer.selfSignedMember(
                        EcKeyPair.generate(Curve.P384), "member0", recorded.notBefore(), 365);
        assertEquals(shape(recorded), shape(ours));
        assertEquals("member0", ours.commonName().orElseThrow());
        assertEquals(
                RecordedServices.json("ccf7-service/state/gov_members.200.json")
                        .toString()
                        .contains(recorded.fingerprint().hex()),
                true);
    }

    /** Everything but serial, keys and signature: those are random. */
    private static String shape(Certificate certificate) {
        TBSCertificate tbs = certificate.holder().toASN1Structure().getTBSCertificate();
        StringBuilder shape = new StringBuilder();
        shape.append(tbs.getVersionNumber()).append(tbs.getSignature().getAlgorithm());
        shape.append(encoded(tbs.getIssuer())).append(encoded(tbs.getSubject()));
        shape.append(encoded(tbs.getStartDate())).append(encoded(tbs.getEndDate()));
        for (var oid : tbs.getExtensions().getExtensionOIDs()) {
            var extension = tbs.getExtensions().getExtension(oid);
            String value = Hex.encode(extension.getExtnValue().getOctets());
            boolean isKeyId = oid.getId().equals("2.5.29.14") || oid.getId().equals("2.5.29.35");
            shape.append('\n').append(oid).append(extension.isCritical());
            shape.append(isKeyId ? value.substring(0, 4) + value.length() : value);
        }
        return shape.toString();
    }

    private static String requestShape(String pem) throws IOException {
        var request = new PKCS10CertificationRequest(Pem.decodeFirst(pem, Pem.CERTIFICATE_REQUEST));
        return encoded(request.getSubject())
                + encoded(request.toASN1Structure().getCertificationRequestInfo().getAttributes())
                + request.getSignatureAlgorithm().getAlgorithm();
    }

    private static String encoded(org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            return Hex.encode(value.toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anEndorsementOfAnOldServiceHasTheContentsOfARecordedOne() {
        Certificate recorded =
                Certificate.fromPem(
                        RecordedServices.json("ccf7-service/recovery/receipt_before.json")
                                .path("service_endorsements")
                                .path(0)
                                .asString());
        Certificate old =
                Certificate.fromPem(RecordedServices.text("ccf7-service/service_cert.pem"));
        Certificate current =
                Certificate.fromPem(
                        RecordedServices.text("ccf7-service/recovered_node/service_cert.pem"));
        assertTrue(recorded.isIssuedBy(current));
        assertEquals(old.publicKey(), recorded.publicKey());
        EcKeyPair key = EcKeyPair.generate(Curve.P384); // the current service's own is not known
        Certificate ours = CertificateIssuer.endorsePreviousService(old, key, current);
        assertEquals(shape(recorded), shape(ours));
    }

    @Test
    void anEndorsementOfAnOldServiceLinksItsNodesToTheNewOne() {
        EcKeyPair oldKey = EcKeyPair.generate(Curve.P384);
        EcKeyPair newKey = EcKeyPair.generate(Curve.P384);
        EcKeyPair nodeKey = EcKeyPair.generate(Curve.P256);
        Certificate old = CertificateIssuer.selfSignedService(oldKey, "CN=Old", NOW, 1);
        Certificate current = CertificateIssuer.selfSignedService(newKey, "CN=New", NOW, 1);
        Certificate node =
                CertificateIssuer.endorse(
                        CertificateIssuer.csr(nodeKey, "CN=Node", List.of()),
                        oldKey,
                        old,
                        Validity.of(old));
        Certificate endorsement = CertificateIssuer.endorsePreviousService(old, newKey, current);
        assertFalse(node.isIssuedBy(current));
        assertTrue(node.isIssuedBy(endorsement) && endorsement.isIssuedBy(current));
        assertEquals(Curve.P256, node.publicKey().curve());
    }

    @Test
    void aRequestWithABadSignatureIsRefused() {
        EcKeyPair service = EcKeyPair.generate(Curve.P384);
        Certificate certificate = CertificateIssuer.selfSignedService(service, "CN=S", NOW, 1);
        byte[] der =
                Pem.decodeFirst(
                        CertificateIssuer.csr(EcKeyPair.generate(Curve.P384), "CN=Node", NAMES),
                        Pem.CERTIFICATE_REQUEST);
        der[der.length - 3] ^= 1;
        String broken = Pem.encode(Pem.CERTIFICATE_REQUEST, der);
        Validity validity = Validity.of(certificate);
        assertThrows(
                LedgerFormatException.class,
                () -> CertificateIssuer.endorse(broken, service, certificate, validity));
    }

    @Test
    void theEndOfValidityIsInclusive() {
        Certificate certificate =
                CertificateIssuer.selfSignedService(
                        EcKeyPair.generate(Curve.P384), "CN=S", NOW, 90);
        assertEquals(Instant.parse("2027-02-18T12:00:09Z"), certificate.notAfter());
        assertTrue(certificate.isValidAt(certificate.notAfter()));
        assertFalse(certificate.isValidAt(certificate.notAfter().plusSeconds(1)));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Validity(NOW, NOW));
        assertEquals(
                "Certificate cannot be created with not_before date 20261120120010Z > not_after"
                        + " date 20261120120010Z",
                e.getMessage());
    }

    @Test
    void subjectAttributesAreSortedByKey() {
        Certificate certificate =
                CertificateIssuer.selfSignedService(
                        EcKeyPair.generate(Curve.P384), "O=Org,CN=First,C=GB,CN=Name", NOW, 1);
        assertEquals("C=GB,CN=Name,O=Org", certificate.subject());
        assertThrows(IllegalArgumentException.class, () -> SubjectName.parse("nonsense"));
    }

    @Test
    void datesFrom2050OnAreGeneralizedTime() {
        Certificate certificate =
                CertificateIssuer.selfSignedService(
                        EcKeyPair.generate(Curve.P384),
                        "CN=S",
                        Instant.parse("2049-12-31T00:00:00Z"),
                        2);
        TBSCertificate tbs = certificate.holder().toASN1Structure().getTBSCertificate();
        assertEquals("17", encoded(tbs.getStartDate()).substring(0, 2));
        assertEquals("18", encoded(tbs.getEndDate()).substring(0, 2));
    }

    @Test
    void everyBitOfACertificateIsSigned() {
        Certificate issuer =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/service_cert.pem"));
        String pem =
                RecordedServices.json("ccf7-service/receipts/signature_tx.json")
                        .at("/receipt/cert")
                        .asString();
        byte[] der = Certificate.fromPem(pem).der();
        for (int bit = 0; bit < 8 * der.length; bit++) {
            der[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(isIssued(der, issuer), "bit " + bit % 8 + " of byte " + bit / 8);
            der[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertTrue(isIssued(der, issuer));
    }

    private static boolean isIssued(byte[] der, Certificate issuer) {
        try {
            return Certificate.fromDer(der).isIssuedBy(issuer);
        } catch (LedgerFormatException e) {
            return false;
        }
    }

    @Test
    void mutatedCertificatesNeverRaiseAnythingElse() {
        byte[] der =
                CertificateIssuer.selfSignedService(EcKeyPair.generate(Curve.P384), "CN=S", NOW, 1)
                        .der();
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] mutated = der.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                Certificate certificate = Certificate.fromDer(mutated);
                certificate.isIssuedBy(certificate);
                certificate.subject();
                certificate.isAuthority();
            } catch (LedgerFormatException e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    @Test
    void pemIsWrittenInSixtyFourColumns() {
        String pem = Pem.encode("X", new byte[49]);
        assertEquals("-----BEGIN X-----\n" + "A".repeat(64) + "\nAA==\n-----END X-----\n", pem);
        assertArrayEquals(new byte[49], Pem.decodeFirst(pem.replace("\n", "\r\n"), "X"));
    }

    @Test
    void mutatedPemNeverRaisesAnythingElse() {
        String pem =
                Pem.encode(Pem.CERTIFICATE, new byte[200])
                        + Pem.encode(Pem.PUBLIC_KEY, new byte[20]);
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder mutated = new StringBuilder(pem);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(mutated.length());
                if (random.nextBoolean()) {
                    mutated.setCharAt(at, (char) random.nextInt(256));
                } else {
                    mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(30)));
                }
                mutated.append(' ');
            }
            try {
                Pem.decodeAll(mutated.toString());
            } catch (LedgerFormatException e) {
                assertNotNull(e.getMessage());
            }
        }
    }
}
