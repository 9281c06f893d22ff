package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The elliptic curves of identities, each with the hash and the COSE algorithm that go with it
 * (spec 01, 10).
 */
@SuppressWarnings(
        "ImmutableEnumChecker") // BouncyCastle\'s values are immutable, only not annotated
public enum Curve {
    /** NIST P-256, SHA-256, ES256. */
    P256("secp256r1", SECObjectIdentifiers.secp256r1, "SHA256withECDSA", -7),
    /** NIST P-384, SHA-384, ES384: the default of CCF. */
    P384("secp384r1", SECObjectIdentifiers.secp384r1, "SHA384withECDSA", -35),
    /** NIST P-521, SHA-512, ES512: members only. */
    P521("secp521r1", SECObjectIdentifiers.secp521r1, "SHA512withECDSA", -36);

    private final String secName;
    private final ASN1ObjectIdentifier oid;
    private final String signatureAlgorithm;
    private final int coseAlgorithm;
    private final X9ECParameters parameters;

    Curve(String secName, ASN1ObjectIdentifier oid, String signatureAlgorithm, int coseAlgorithm) {
        this.secName = secName;
        this.oid = oid;
        this.signatureAlgorithm = signatureAlgorithm;
        this.coseAlgorithm = coseAlgorithm;
        this.parameters = SECNamedCurves.getByOID(oid);
    }

    /** The name used in configurations and by the JCA, e.g. {@code secp384r1}. */
    public String secName() {
        return secName;
    }

    /** The COSE algorithm number: −7, −35 or −36. */
    public int coseAlgorithm() {
        return coseAlgorithm;
    }

    /** Bytes of one coordinate, and of each half of a COSE signature: 32, 48 or 66. */
    public int fieldBytes() {
        return (parameters.getCurve().getFieldSize() + 7) / 8;
    }

    static Optional<Curve> byOid(ASN1ObjectIdentifier oid) {
        for (Curve curve : values()) {
            if (curve.oid.equals(oid)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    BigInteger order() {
        return parameters.getN();
    }

    X9ECParameters parameters() {
        return parameters;
    }
}
