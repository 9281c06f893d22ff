package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * An elliptic-curve key pair: the identity of a node, a service, a member or a user. Immutable and
 * thread-safe.
 */
public final class EcKeyPair {
    private final EcPublicKey publicKey;
    private final BigInteger scalar;
    private final PrivateKey key;

    private EcKeyPair(EcPublicKey publicKey, BigInteger scalar) {
        this.publicKey = publicKey;
        this.scalar = scalar;
        try {
            this.key =
                    CryptoProvider.get()
                            .keyFactory("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8()));
        } catch (InvalidKeySpecException e) {
            throw new LedgerFormatException(
                    "not a private key of " + publicKey.curve().secName(), e);
        }
    }

    /** A fresh key pair. */
    public static EcKeyPair generate(Curve curve) {
        BigInteger largest = curve.order().subtract(BigInteger.ONE);
        BigInteger scalar =
                BigIntegers.createRandomInRange(
                        BigInteger.ONE, largest, CryptoProvider.get().random());
        return ofScalar(curve, scalar);
    }

    /**
     * Reads a private key from PEM: {@code PRIVATE KEY} (PKCS#8), or the traditional {@code EC
     * PRIVATE KEY}, which an {@code EC PARAMETERS} block may precede, as CCF's key generator writes
     * it (spec 06, 11).
     *
     * @throws LedgerFormatException if there is no such block, the curve is unsupported, or the
     *     public half recorded in it is not that of the private one
     */
    public static EcKeyPair fromPem(String pem) {
        for (Pem.Block block : Pem.decodeAll(pem)) {
            if (block.label().equals(Pem.PRIVATE_KEY)) {
                return fromPkcs8(block.content());
            }
            if (block.label().equals("EC PRIVATE KEY")) {
                return fromTraditional(block.content());
            }
        }
        throw new LedgerFormatException("no private key in the PEM text");
    }

    private static EcKeyPair fromPkcs8(byte[] der) {
        return Asn1.read(
                der,
                "a private key",
                value -> {
                    PrivateKeyInfo info = PrivateKeyInfo.getInstance(value);
                    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
                    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                        throw new LedgerFormatException("not an elliptic-curve private key");
                    }
                    return fromTraditional(
                            ECPrivateKey.getInstance(info.parsePrivateKey()),
                            algorithm.getParameters());
                });
    }

    private static EcKeyPair fromTraditional(byte[] der) {
        return Asn1.read(
                der,
                "a private key",
                value -> fromTraditional(ECPrivateKey.getInstance(value), null));
    }

    private static EcKeyPair fromTraditional(
            ECPrivateKey inner, @Nullable ASN1Encodable outerParameters) {
        ASN1Encodable parameters = outerParameters;
        if (parameters == null) {
            parameters = inner.getParametersObject();
        }
        if (!(parameters instanceof ASN1ObjectIdentifier oid)) {
            throw new LedgerFormatException("the private key does not name its curve");
        }
        Curve curve =
                Curve.byOid(oid)
                        .orElseThrow(
                                () ->
                                        new LedgerFormatException(
                                                "unsupported curve " + oid.getId()));
        EcKeyPair pair = ofScalar(curve, inner.getKey());
        if (inner.getPublicKey() != null
                && !EcPublicKey.ofPoint(curve, inner.getPublicKey().getOctets())
                        .equals(pair.publicKey)) {
            throw new LedgerFormatException("the public half does not belong to the private key");
        }
        return pair;
    }

    private static EcKeyPair ofScalar(Curve curve, BigInteger scalar) {
        if (scalar.signum() <= 0 || scalar.compareTo(curve.order()) >= 0) {
            throw new LedgerFormatException("private key out of range");
        }
        return new EcKeyPair(EcPublicKey.ofPoint(curve, publicPoint(curve, scalar)), scalar);
    }

    static byte[] publicPoint(Curve curve, BigInteger scalar) {
        return new FixedPointCombMultiplier()
                .multiply(curve.parameters().getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    /** The curve. */
    public Curve curve() {
        return publicKey.curve();
    }

    /** The public half. */
    public EcPublicKey publicKey() {
        return publicKey;
    }

    /**
     * PEM block {@code PRIVATE KEY} (PKCS#8, public half included). Secret: keep it out of logs.
     */
    public String privateKeyPem() {
        return Pem.encode(Pem.PRIVATE_KEY, pkcs8());
    }

    /**
     * PEM blocks {@code EC PARAMETERS} and {@code EC PRIVATE KEY}, as CCF's key generator writes
     * them (spec 06, 11). Secret: keep it out of logs.
     */
    public String traditionalPrivateKeyPem() {
        try {
            byte[] parameters = curve().oid().getEncoded(ASN1Encoding.DER);
            byte[] privateKey = traditional(curve().oid()).getEncoded(ASN1Encoding.DER);
            return Pem.encode("EC PARAMETERS", parameters)
                    + Pem.encode("EC PRIVATE KEY", privateKey);
        } catch (IOException e) {
            throw new IllegalStateException("an own private key cannot be encoded", e);
        }
    }

    /**
     * Signs a Merkle root: ECDSA over the 32 bytes used directly as digest, whatever the curve
     * (spec 01, 5.1).
     *
     * @return DER
     */
    public byte[] signDigest(Digest root) {
        return Ecdsa.sign(CryptoProvider.get(), "NONEwithECDSA", key, root.bytes());
    }

    /**
     * Signs with the curve's own hash, as COSE does.
     *
     * @return raw {@code r ‖ s}, 64, 96 or 132 bytes
     */
    public byte[] signCose(byte[] data) {
        return Ecdsa.derToFixed(curve(), signDer(curve().signatureAlgorithm(), data));
    }

    /** Signs as X.509 does, e.g. with {@code SHA384withECDSA}; DER. */
    byte[] signDer(String algorithm, byte[] data) {
        return Ecdsa.sign(CryptoProvider.get(), algorithm, key, data);
    }

    private byte[] pkcs8() {
        try {
            return new PrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    X9ObjectIdentifiers.id_ecPublicKey, curve().oid()),
                            traditional(null))
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("an own private key cannot be encoded", e);
        }
    }

    private ECPrivateKey traditional(@Nullable ASN1Encodable parameters) {
        DERBitString point = new DERBitString(publicKey.info().getPublicKeyData().getOctets());
        return new ECPrivateKey(curve().order().bitLength(), scalar, point, parameters);
    }

    /** The public half only. */
    @Override
    public String toString() {
        return "EcKeyPair[" + publicKey + "]";
    }
}
