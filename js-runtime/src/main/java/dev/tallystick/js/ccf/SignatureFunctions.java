package dev.tallystick.js.ccf;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.Pem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code ccf.crypto.sign} and {@code verifySignature} (spec 04, section 10): EdDSA, ECDSA with r‖s,
 * RSA-PSS, HMAC.
 *
 * <p>Arguments of sign: name, hash, salt length, key, data; of verify: name, hash, salt length,
 * key, signature, data.
 */
final class SignatureFunctions {
    private static final Set<String> HASHES = Set.of("SHA-256", "SHA-384", "SHA-512");
    private static final int SALT_AS_DIGEST = -1;
    private static final Set<Integer> FIELD_BITS = Set.of(256, 384);

    private SignatureFunctions() {}

    static Object sign(HostCall call) {
        String name = call.string(0);
        String hash = call.string(1);
        if (!name.equals("EdDSA") && !HASHES.contains(hash)) {
            throw call.rangeError(
                    "Unsupported hash algorithm "
                            + hash
                            + ", supported: SHA-256, SHA-384, SHA-512");
        }
        byte[] data = call.bytes(4);
        try {
            return ByteBuffer.wrap(
                    switch (name) {
                        case "HMAC" -> mac(hash, call.string(3), data);
                        case "EdDSA" ->
                                signed(
                                        Signature.getInstance("Ed25519"),
                                        privateKey("Ed25519", call),
                                        data);
                        case "ECDSA" -> signed(ecdsa(hash), ecPrivateKey(call), data);
                        case "RSA-PSS" -> {
                            PrivateKey key = privateKey("RSA", call);
                            yield signed(pss(hash, saltLength(call, hash, key)), key, data);
                        }
                        default ->
                                throw call.rangeError(
                                        "Unsupported signing algorithm "
                                                + name
                                                + ", supported: EdDSA, ECDSA, RSA-PSS, HMAC");
                    });
        } catch (GeneralSecurityException | LedgerFormatException e) {
            throw call.internalError("Failed to sign: " + e.getMessage());
        }
    }

    static Object verify(HostCall call) {
        String name = call.string(0);
        String hash = call.string(1);
        byte[] signature = call.bytes(4);
        byte[] data = call.bytes(5);
        if (name.equals("EdDSA")) {
            return verifyEdDsa(call, signature, data);
        }
        if (!hash.equals("SHA-256")) {
            throw call.rangeError("Unsupported hash algorithm " + hash + ", supported: SHA-256");
        }
        if (!name.equals("RSA-PSS") && !name.equals("ECDSA")) {
            throw call.rangeError(
                    "Unsupported signing algorithm " + name + ", supported: RSA-PSS, ECDSA, EdDSA");
        }
        try {
            String pem = call.string(3);
            if (pem.startsWith("-----BEGIN CERTIFICATE")) {
                PublicKey key = Certificate.fromPem(pem).toX509().getPublicKey();
                Signature verifier = key instanceof RSAKey ? pss(hash, 0) : ecdsa(hash);
                return verified(verifier, key, signature, data);
            }
            if (name.equals("ECDSA")) {
                return verified(ecdsa(hash), publicKey("EC", pem), signature, data);
            }
            PublicKey key = publicKey("RSA", pem);
            return verified(pss(hash, saltLength(call, hash, key)), key, signature, data);
        } catch (GeneralSecurityException | LedgerFormatException e) {
            throw call.internalError("Failed to verify: " + e.getMessage());
        }
    }

    private static boolean verifyEdDsa(HostCall call, byte[] signature, byte[] data) {
        try {
            PublicKey key = publicKey("Ed25519", call.string(3));
            return verified(Signature.getInstance("Ed25519"), key, signature, data);
        } catch (GeneralSecurityException | LedgerFormatException e) {
            throw call.rangeError("Not an Ed25519 public key: " + e.getMessage());
        }
    }

    private static Signature ecdsa(String hash) throws GeneralSecurityException {
        return Signature.getInstance(hash.replace("-", "") + "withECDSAinP1363Format");
    }

    private static Signature pss(String hash, int saltLength) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltLength, 1));
        return signature;
    }

    /**
     * OpenSSL's codes: -1 as long as the digest, -2 and -3 as long as the key allows; -2 cannot be
     * guessed back.
     */
    private static int saltLength(HostCall call, String hash, java.security.Key key) {
        long salt = call.integer(2);
        int digestSize = Integer.parseInt(hash.substring("SHA-".length())) / 8;
        if (salt == SALT_AS_DIGEST) {
            return digestSize;
        }
        if (salt == -2 || salt == -3) {
            int encodedSize = (((RSAKey) key).getModulus().bitLength() - 1 + 7) / 8;
            return encodedSize - digestSize - 2;
        }
        return Math.clamp(salt, 0, Integer.MAX_VALUE);
    }

    private static byte[] mac(String hash, String secret, byte[] data)
            throws GeneralSecurityException {
        String algorithm = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(algorithm);
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        // The JDK refuses an empty key, for which zeros of any length below the block's are the
        // same.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
        return mac.doFinal(data);
    }

    private static byte[] signed(Signature signer, PrivateKey key, byte[] data)
            throws GeneralSecurityException {
        signer.initSign(key);
        signer.update(data);
        return signer.sign();
    }

    private static boolean verified(
            Signature verifier, PublicKey key, byte[] signature, byte[] data)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(data);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even the shape of a signature
        }
    }

    private static PrivateKey privateKey(String algorithm, HostCall call)
            throws GeneralSecurityException {
        byte[] der = Pem.decodeFirst(call.string(3), Pem.PRIVATE_KEY);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static PrivateKey ecPrivateKey(HostCall call) throws GeneralSecurityException {
        PrivateKey key = privateKey("EC", call);
        int bits = ((ECKey) key).getParams().getCurve().getField().getFieldSize();
        if (!FIELD_BITS.contains(bits)) {
            throw new GeneralSecurityException("curve of " + bits + " bits is not supported");
        }
        return key;
    }

    private static PublicKey publicKey(String algorithm, String pem)
            throws GeneralSecurityException {
        byte[] der = Pem.decodeFirst(pem, Pem.PUBLIC_KEY);
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
    }
}
