package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/** Keys that are the same in every run, for fuzz targets and their seeds; they protect nothing. */
public final class FuzzKeys {
    /** Of a service or node. */
    public static final EcKeyPair P384 = key(Curve.P384);

    /** Of another one. */
    public static final EcKeyPair P256 = key(Curve.P256);

    private FuzzKeys() {}

    /** An RSA public key of 2048 bits: a SubjectPublicKeyInfo. */
    public static byte[] rsaPublicDer() {
        return Pem.decodeFirst(rsa().publicKeyPem(), Pem.PUBLIC_KEY);
    }

    /** The private half in PKCS#8. */
    public static byte[] rsaPkcs8Der() {
        return Pem.decodeFirst(rsa().privateKeyPem(), Pem.PRIVATE_KEY);
    }

    /** The private half in PKCS#1. */
    public static byte[] rsaPrivateDer() {
        try {
            return PrivateKeyInfo.getInstance(rsaPkcs8Der())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of two fixed primes of 1024 bits: the first ones after 3·2¹⁰²² and 7·2¹⁰²¹. */
    private static RsaKeyPair rsa() {
        BigInteger p = BigInteger.valueOf(3).shiftLeft(1022).nextProbablePrime();
        BigInteger q = BigInteger.valueOf(7).shiftLeft(1021).nextProbablePrime();
        BigInteger e = BigInteger.valueOf(65537);
        BigInteger pMinus = p.subtract(BigInteger.ONE);
        BigInteger qMinus = q.subtract(BigInteger.ONE);
        BigInteger d = e.modInverse(pMinus.multiply(qMinus));
        try {
            byte[] der =
                    new RSAPrivateKey(
                                    p.multiply(q),
                                    e,
                                    d,
                                    p,
                                    q,
                                    d.mod(pMinus),
                                    d.mod(qMinus),
                                    q.modInverse(p))
                            .getEncoded(ASN1Encoding.DER);
            return RsaKeyPair.fromPem(Pem.encode("RSA PRIVATE KEY", der));
        } catch (IOException x) {
            throw new UncheckedIOException(x);
        }
    }

    private static EcKeyPair key(Curve curve) {
        try {
            byte[] der =
                    new ECPrivateKey(curve.order().bitLength(), BigInteger.TWO, curve.oid())
                            .getEncoded(ASN1Encoding.DER);
            return EcKeyPair.fromPem(Pem.encode("EC PRIVATE KEY", der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
