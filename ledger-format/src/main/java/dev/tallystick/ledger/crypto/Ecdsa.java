package dev.tallystick.ledger.crypto;

import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;

/**
 * ECDSA in its two encodings: DER as in X.509 and the ledger's node signatures, and raw {@code r ‖
 * s} as in COSE (spec 01, 10). Only strict DER with {@code 0 < r, s < n} is accepted, so that a
 * signature has one encoding only.
 */
final class Ecdsa {
    private Ecdsa() {}

    static byte[] sign(CryptoProvider provider, String algorithm, PrivateKey key, byte[] input) {
        try {
            Signature signature = provider.signature(algorithm);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("signing with an own key failed", e);
        }
    }

    static boolean verify(String algorithm, PublicKey key, Curve curve, Signed signed) {
        if (decodeDer(curve, signed.der()).isEmpty()) {
            return false;
        }
        try {
            Signature signature = CryptoProvider.get().signature(algorithm);
            signature.initVerify(key);
            signature.update(signed.input());
            return signature.verify(signed.der());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a checked public key was refused", e);
        } catch (SignatureException e) {
            return false;
        }
    }

    /** What was signed, and the DER signature over it. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Signed(byte[] input, byte[] der) {}

    static byte[] derToFixed(Curve curve, byte[] der) {
        BigInteger[] rs =
                decodeDer(curve, der)
                        .orElseThrow(
                                () -> new IllegalStateException("own signature is not strict DER"));
        return PlainDSAEncoding.INSTANCE.encode(curve.order(), rs[0], rs[1]);
    }

    /**
     * DER of a raw {@code r ‖ s}; empty unless it has the exact width and both numbers are in
     * range.
     */
    static Optional<byte[]> fixedToDer(Curve curve, byte[] fixed) {
        if (fixed.length != 2 * curve.fieldBytes()) {
            return Optional.empty();
        }
        try {
            BigInteger[] rs = PlainDSAEncoding.INSTANCE.decode(curve.order(), fixed);
            if (rs[0].signum() == 0 || rs[1].signum() == 0) {
                return Optional.empty();
            }
            return Optional.of(StandardDSAEncoding.INSTANCE.encode(curve.order(), rs[0], rs[1]));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigInteger[]> decodeDer(Curve curve, byte[] der) {
        try {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(curve.order(), der);
            return rs[0].signum() == 0 || rs[1].signum() == 0 ? Optional.empty() : Optional.of(rs);
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException e) {
            return Optional.empty();
        }
    }
}
