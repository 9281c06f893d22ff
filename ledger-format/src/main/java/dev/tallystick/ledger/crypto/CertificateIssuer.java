package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * Issues certificates with exactly the contents that CCF gives them: serial of 16 random bytes,
 * extensions in the order basicConstraints, keyUsage, subjectKeyIdentifier, authorityKeyIdentifier,
 * subjectAltName (spec 06, 3.1).
 */
public final class CertificateIssuer {
    private static final int SERIAL_BYTES = 16;

    private CertificateIssuer() {}

    /**
     * The certificate of a service: self-signed, an authority, no alternative names.
     *
     * @param subject e.g. {@code CN=CCF Service}
     * @throws IllegalArgumentException if the subject is malformed
     */
    public static Certificate selfSignedService(
            EcKeyPair key, String subject, Instant from, long days) {
        return selfSignedService(key, subject, Validity.ofDays(from, days));
    }

    /** The certificate of a service with given dates: first issue and renewal. */
    public static Certificate selfSignedService(EcKeyPair key, String subject, Validity validity) {
        return service(key, SubjectName.parse(subject), validity, randomSerial());
    }

    /** A new certificate for the same key and subject as an old one of the same service. */
    public static Certificate renewService(EcKeyPair key, Certificate old, Validity validity) {
        return service(key, old.subjectName(), validity, randomSerial());
    }

    static Certificate service(EcKeyPair key, X500Name name, Validity validity, BigInteger serial) {
        Template template = new Template(name, key.publicKey(), Role.AUTHORITY, null);
        return issue(template, new Issuer(name, key), validity, serial);
    }

    /**
     * The first certificate of a node, self-signed.
     *
     * @param alternativeNames in order, duplicates kept; may be empty
     */
    public static Certificate selfSignedNode(
            EcKeyPair key,
            String subject,
            List<SubjectAltName> alternativeNames,
            Validity validity) {
        X500Name name = SubjectName.parse(subject);
        Template template =
                new Template(name, key.publicKey(), Role.AUTHORITY, names(alternativeNames));
        return issue(template, new Issuer(name, key), validity, randomSerial());
    }

    /**
     * A signing request for a node's endorsed certificate, signed with SHA-512 whatever the curve.
     *
     * @return PEM
     */
    public static String csr(EcKeyPair key, String subject, List<SubjectAltName> alternativeNames) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new PKCS10CertificationRequestBuilder(
                            SubjectName.parse(subject), key.publicKey().info());
            GeneralNames names = names(alternativeNames);
            if (names != null) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(Extension.subjectAlternativeName, false, names);
                builder.addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            byte[] der = builder.build(new KeySigner(key, SignatureHash.SHA512)).getEncoded();
            return Pem.encode(Pem.CERTIFICATE_REQUEST, der);
        } catch (IOException e) {
            throw new IllegalStateException("an own signing request cannot be encoded", e);
        }
    }

    /**
     * Issues a node's endorsed certificate. Subject, key and alternative names come from the
     * request, everything else in it is dropped.
     *
     * @param csrPem the request; its own signature is verified first
     * @throws LedgerFormatException if the request is malformed or its signature does not verify
     */
    public static Certificate endorse(
            String csrPem,
            EcKeyPair serviceKey,
            Certificate serviceCertificate,
            Validity validity) {
        return endorse(
                csrPem,
                new Issuer(serviceCertificate.subjectName(), serviceKey),
                validity,
                randomSerial());
    }

    static Certificate endorse(String csrPem, Issuer issuer, Validity validity, BigInteger serial) {
        PKCS10CertificationRequest request = readRequest(csrPem);
        EcPublicKey key = EcPublicKey.fromInfo(request.getSubjectPublicKeyInfo());
        return issue(
                new Template(request.getSubject(), key, Role.LEAF, requestedNames(request)),
                issuer,
                validity,
                serial);
    }

    /**
     * Endorses the identity of a service before a recovery: its key and subject, signed by the
     * current service, with the dates of the current certificate (spec 01, 8.5).
     */
    public static Certificate endorsePreviousService(
            Certificate previous, EcKeyPair serviceKey, Certificate serviceCertificate) {
        Template template =
                new Template(previous.subjectName(), previous.publicKey(), Role.AUTHORITY, null);
        Issuer issuer = new Issuer(serviceCertificate.subjectName(), serviceKey);
        return issue(template, issuer, Validity.of(serviceCertificate), randomSerial());
    }

    /**
     * A self-signed certificate for a member or user, {@code CN=<name>}, as CCF's key generator
     * makes it.
     */
    public static Certificate selfSignedMember(
            EcKeyPair key, String commonName, Instant from, long days) {
        X500Name name = SubjectName.parse("CN=" + commonName);
        Validity validity =
                new Validity(from, Validity.ofDays(from, days).notAfter().plusSeconds(1));
        Template template = new Template(name, key.publicKey(), Role.PERSON, null);
        return issue(template, new Issuer(name, key), validity, randomSerial());
    }

    private static PKCS10CertificationRequest readRequest(String csrPem) {
        byte[] der = Pem.decodeFirst(csrPem, Pem.CERTIFICATE_REQUEST);
        return Asn1.read(
                der,
                "a certificate signing request",
                value -> {
                    var request =
                            new PKCS10CertificationRequest(CertificationRequest.getInstance(value));
                    verify(request);
                    return request;
                });
    }

    private static void verify(PKCS10CertificationRequest request) throws IOException {
        EcPublicKey key = EcPublicKey.fromInfo(request.getSubjectPublicKeyInfo());
        SignatureHash hash =
                SignatureHash.byOid(request.getSignatureAlgorithm().getAlgorithm())
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "unsupported signature algorithm in the request"));
        byte[] signed =
                request.toASN1Structure()
                        .getCertificationRequestInfo()
                        .getEncoded(ASN1Encoding.DER);
        if (!key.verifyDer(hash.jcaName(), signed, request.getSignature())) {
            throw new LedgerFormatException("the signature of the signing request does not verify");
        }
        requestedNames(request);
    }

    private static @Nullable GeneralNames requestedNames(PKCS10CertificationRequest request) {
        var extensions = request.getRequestedExtensions();
        return extensions == null
                ? null
                : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    }

    /** What a certificate may be used for. */
    private enum Role {
        /** May issue one more level: services, and nodes before they are endorsed. */
        AUTHORITY,
        /** An endorsed node. */
        LEAF,
        /** A member or user, as {@code openssl req -x509} writes it. */
        PERSON
    }

    private record Template(
            X500Name subject, EcPublicKey key, Role role, @Nullable GeneralNames names) {}

    record Issuer(X500Name name, EcKeyPair key) {}

    private static Certificate issue(
            Template template, Issuer issuer, Validity validity, BigInteger serial) {
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        issuer.name(),
                        serial,
                        new Time(Date.from(validity.notBefore())),
                        new Time(Date.from(validity.notAfter())),
                        template.subject(),
                        template.key().info());
        try {
            addExtensions(builder, template, issuer);
        } catch (IOException e) {
            throw new IllegalStateException("own extensions cannot be encoded", e);
        }
        return Certificate.of(
                builder.build(new KeySigner(issuer.key(), SignatureHash.of(issuer.key().curve()))));
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder, Template template, Issuer issuer) throws IOException {
        SubjectKeyIdentifier subjectKey = new SubjectKeyIdentifier(keyIdentifier(template.key()));
        AuthorityKeyIdentifier authorityKey =
                new AuthorityKeyIdentifier(keyIdentifier(issuer.key().publicKey()));
        switch (template.role()) {
            case AUTHORITY -> {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            }
            case LEAF ->
                    builder.addExtension(
                            Extension.basicConstraints, true, new BasicConstraints(false));
            case PERSON -> {}
        }
        builder.addExtension(Extension.subjectKeyIdentifier, false, subjectKey);
        builder.addExtension(Extension.authorityKeyIdentifier, false, authorityKey);
        if (template.role() == Role.PERSON) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (template.names() != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, template.names());
        }
    }

    private static byte[] keyIdentifier(EcPublicKey key) {
        byte[] bits = key.info().getPublicKeyData().getOctets();
        return CryptoProvider.get().digest("SHA-1").digest(bits);
    }

    private static @Nullable GeneralNames names(List<SubjectAltName> alternativeNames) {
        return alternativeNames.isEmpty()
                ? null
                : new GeneralNames(
                        alternativeNames.stream()
                                .map(SubjectAltName::toGeneralName)
                                .toArray(GeneralName[]::new));
    }

    private static BigInteger randomSerial() {
        return new BigInteger(1, CryptoProvider.get().randomBytes(SERIAL_BYTES));
    }
}
