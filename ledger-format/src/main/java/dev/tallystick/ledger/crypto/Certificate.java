package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * An X.509 certificate: its DER and the few parts of it that the service looks at. Whether a
 * certificate is <em>trusted</em> is never asked of it alone: identities are rows of tables.
 * Immutable and thread-safe.
 */
public final class Certificate {
    private final byte[] der;
    private final X509CertificateHolder holder;
    private final String subject;
    private final String issuer;
    private final Instant notBefore;
    private final Instant notAfter;
    private final boolean isAuthority;
    private final byte[] signature;

    /** Made when first asked for; racy writes store equal values. */
    private @Nullable EcPublicKey publicKey;

    /** Reads all parts at once: BouncyCastle parses lazily, and a malformed part must show here. */
    private Certificate(byte[] der, X509CertificateHolder holder) {
        this.der = der;
        this.holder = holder;
        this.subject = holder.getSubject().toString();
        this.issuer = holder.getIssuer().toString();
        this.notBefore = holder.getNotBefore().toInstant();
        this.notAfter = holder.getNotAfter().toInstant();
        BasicConstraints constraints = BasicConstraints.fromExtensions(holder.getExtensions());
        this.isAuthority = constraints != null && constraints.isCA();
        this.signature = holder.getSignature();
        holder.getSubjectPublicKeyInfo().getPublicKeyData().getOctets();
    }

    /**
     * Reads DER.
     *
     * @throws LedgerFormatException if it is not exactly one certificate
     */
    public static Certificate fromDer(byte[] der) {
        return Asn1.read(
                der,
                "an X.509 certificate",
                value -> {
                    var structure = org.bouncycastle.asn1.x509.Certificate.getInstance(value);
                    return new Certificate(der.clone(), new X509CertificateHolder(structure));
                });
    }

    static Certificate of(X509CertificateHolder holder) {
        try {
            return new Certificate(holder.getEncoded(), holder);
        } catch (IOException e) {
            throw new IllegalStateException("an own certificate cannot be encoded", e);
        }
    }

    /**
     * Reads the first {@code CERTIFICATE} block of a PEM text.
     *
     * @throws LedgerFormatException if there is none, or it is not a certificate
     */
    public static Certificate fromPem(String pem) {
        return fromDer(Pem.decodeFirst(pem, Pem.CERTIFICATE));
    }

    /** The DER; a copy. */
    public byte[] der() {
        return der.clone();
    }

    /** PEM: 64 columns, LF, final LF, as all tables and files hold it. */
    public String pem() {
        return Pem.encode(Pem.CERTIFICATE, der);
    }

    /**
     * The public key.
     *
     * @throws LedgerFormatException if it is not an elliptic-curve key of a supported curve
     */
    public EcPublicKey publicKey() {
        EcPublicKey key = publicKey;
        if (key == null) {
            key = EcPublicKey.fromInfo(holder.getSubjectPublicKeyInfo());
            publicKey = key;
        }
        return key;
    }

    /** SHA-256 of the DER: the id of a member or user (spec 01, 10). */
    public Digest fingerprint() {
        return Digest.sha256(der);
    }

    /** First instant of validity. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Last second of validity, inclusive. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Whether {@code at} lies within the validity, both ends included. */
    public boolean isValidAt(Instant at) {
        return !at.isBefore(notBefore()) && !at.isAfter(notAfter().plusMillis(999));
    }

    /** The subject's distinguished name, e.g. {@code CN=CCF Node}. */
    public String subject() {
        return subject;
    }

    /** The issuer's distinguished name. */
    public String issuer() {
        return issuer;
    }

    /** The subject's common name, if it has one. */
    public Optional<String> commonName() {
        return Arrays.stream(holder.getSubject().getRDNs(BCStyle.CN))
                .map(rdn -> rdn.getFirst().getValue().toString())
                .findFirst();
    }

    /**
     * Whether {@code issuer} issued this certificate: the names match and the signature verifies
     * with the issuer's key. Dates are ignored, as everywhere inside a service (spec 06, 3.4); so
     * are the issuer's extensions. A certificate that is not in strict DER is nobody's: bits that a
     * reader would ignore are not covered by the signature.
     */
    public boolean isIssuedBy(Certificate issuer) {
        return holder.getIssuer().equals(issuer.holder.getSubject())
                && isSignedBy(issuer.publicKey());
    }

    /** As {@link #isIssuedBy}, but by a key whose name is not known. */
    public boolean isSignedBy(EcPublicKey key) {
        var structure = holder.toASN1Structure();
        AlgorithmIdentifier algorithm = structure.getSignatureAlgorithm();
        if (!structure.getTBSCertificate().getSignature().equals(algorithm)) {
            return false;
        }
        try {
            if (!Arrays.equals(structure.getEncoded(ASN1Encoding.DER), der)) {
                return false; // other bytes of the same meaning, e.g. TRUE not as FF: never signed
            }
            byte[] signed = structure.getTBSCertificate().getEncoded(ASN1Encoding.DER);
            return SignatureHash.byOid(algorithm.getAlgorithm())
                    .map(hash -> key.verifyDer(hash.jcaName(), signed, signature))
                    .orElse(false);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the certificate is signed by its own key. */
    public boolean isSelfSigned() {
        return isIssuedBy(this);
    }

    /** Whether basicConstraints says that this may issue certificates. */
    public boolean isAuthority() {
        return isAuthority;
    }

    /**
     * The certificate as a JDK object, for TLS.
     *
     * @throws LedgerFormatException if the JDK refuses it
     */
    public X509Certificate toX509() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new LedgerFormatException("certificate refused by the JDK", e);
        }
    }

    X500Name subjectName() {
        return holder.getSubject();
    }

    X509CertificateHolder holder() {
        return holder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate certificate && Arrays.equals(der, certificate.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    /** Subject and fingerprint. */
    @Override
    public String toString() {
        return "Certificate[" + subject() + ", " + fingerprint().hex() + "]";
    }
}
