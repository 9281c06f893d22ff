package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import java.io.IOException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * An elliptic-curve public key on one of the {@link Curve}s, as an uncompressed point. Equal keys
 * have equal DER. Immutable and thread-safe.
 */
public final class EcPublicKey {
    private final Curve curve;
    private final byte[] spkiDer;
    private final PublicKey key;

    private EcPublicKey(Curve curve, byte[] spkiDer) {
        this.curve = curve;
        this.spkiDer = spkiDer;
        try {
            this.key =
                    CryptoProvider.get()
                            .keyFactory("EC")
                            .generatePublic(new X509EncodedKeySpec(spkiDer));
        } catch (InvalidKeySpecException e) {
            throw new LedgerFormatException("not a point of " + curve.secName(), e);
        }
    }

    /**
     * Reads a DER SubjectPublicKeyInfo.
     *
     * @throws LedgerFormatException if it is not an uncompressed point of a supported curve
     */
    public static EcPublicKey fromDer(byte[] spkiDer) {
        return Asn1.read(
                spkiDer,
                "a SubjectPublicKeyInfo",
                value -> fromInfo(SubjectPublicKeyInfo.getInstance(value)));
    }

    /**
     * Reads a PEM block {@code PUBLIC KEY}.
     *
     * @throws LedgerFormatException if there is none, or its content is no supported key
     */
    public static EcPublicKey fromPem(String pem) {
        return fromDer(Pem.decodeFirst(pem, Pem.PUBLIC_KEY));
    }

    static EcPublicKey fromInfo(SubjectPublicKeyInfo info) {
        AlgorithmIdentifier algorithm = info.getAlgorithm();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            throw new LedgerFormatException(
                    "not an elliptic-curve key: algorithm " + algorithm.getAlgorithm());
        }
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier oid)) {
            throw new LedgerFormatException("the curve is not given by name");
        }
        Curve curve =
                Curve.byOid(oid)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "unsupported curve " + oid.getId()));
        byte[] point = info.getPublicKeyData().getOctets();
        if (point.length != 1 + 2 * curve.fieldBytes()
                || point[0] != 4
                || !isOnCurve(curve, point)) {
            throw new LedgerFormatException("not an uncompressed point of " + curve.secName());
        }
        try {
            return new EcPublicKey(curve, info.getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new LedgerFormatException("public key cannot be encoded", e);
        }
    }

    private static boolean isOnCurve(Curve curve, byte[] point) {
        try {
            return curve.parameters().getCurve().decodePoint(point).isValid();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static EcPublicKey ofPoint(Curve curve, byte[] uncompressed) {
        return fromInfo(
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()),
                        uncompressed));
    }

    /** The curve. */
    public Curve curve() {
        return curve;
    }

    /** DER SubjectPublicKeyInfo; a copy. */
    public byte[] spkiDer() {
        return spkiDer.clone();
    }

    /** PEM block {@code PUBLIC KEY}, 64 columns, final newline. */
    public String pem() {
        return Pem.encode(Pem.PUBLIC_KEY, spkiDer);
    }

    /**
     * SHA-256 of the DER: the node id of a node's key, the COSE kid of a service's key (spec 01,
     * 10).
     */
    public Digest id() {
        return Digest.sha256(spkiDer);
    }

    /** {@link #id()} as the 64 lower-case hex digits used in tables and kids. */
    public String idHex() {
        return id().hex();
    }

    /**
     * Verifies a ledger signature: ECDSA over the 32 bytes used directly as digest (spec 01, 5.1).
     *
     * @param root what was signed
     * @param der DER signature
     * @return whether it is valid; malformed signatures are not
     */
    public boolean verifyDigest(Digest root, byte[] der) {
        return Ecdsa.verify("NONEwithECDSA", key, curve, new Ecdsa.Signed(root.bytes(), der));
    }

    /**
     * Verifies a COSE signature: raw {@code r ‖ s} over {@code data} with the curve's own hash.
     *
     * @return whether it is valid; a wrong length is not
     */
    public boolean verifyCose(byte[] data, byte[] rs) {
        return Ecdsa.fixedToDer(curve, rs)
                .map(
                        der ->
                                Ecdsa.verify(
                                        curve.signatureAlgorithm(),
                                        key,
                                        curve,
                                        new Ecdsa.Signed(data, der)))
                .orElse(false);
    }

    /** Verifies a DER signature with any of the hashes of X.509, e.g. {@code SHA384withECDSA}. */
    boolean verifyDer(String algorithm, byte[] data, byte[] der) {
        return Ecdsa.verify(algorithm, key, curve, new Ecdsa.Signed(data, der));
    }

    SubjectPublicKeyInfo info() {
        return SubjectPublicKeyInfo.getInstance(spkiDer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EcPublicKey key && Arrays.equals(spkiDer, key.spkiDer);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spkiDer);
    }

    /** The curve and the id. */
    @Override
    public String toString() {
        return curve.secName() + ":" + idHex();
    }
}
