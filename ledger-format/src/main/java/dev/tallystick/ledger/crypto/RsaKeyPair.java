package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.LedgerFormatException;

import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * An RSA key pair for encryption only: of a node, or of a recovery member (spec 01, 6.2).
 * Immutable.
 */
public final class RsaKeyPair {
    /** Size of generated keys. */
    public static final int GENERATED_BITS = 2048;

    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private RsaKeyPair(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** A fresh pair of {@value #GENERATED_BITS} bits, public exponent 65537. */
    public static RsaKeyPair generate() {
        try {
            KeyPairGenerator generator = CryptoProvider.get().keyPairGenerator("RSA");
            generator.initialize(
                    new RSAKeyGenParameterSpec(GENERATED_BITS, RSAKeyGenParameterSpec.F4));
            KeyPair pair = generator.generateKeyPair();
            return new RsaKeyPair(pair.getPublic(), pair.getPrivate());
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("RSA key generation refused", e);
        }
    }

    /**
     * Reads a private key from PEM: {@code PRIVATE KEY} (PKCS#8) or {@code RSA PRIVATE KEY}.
     *
     * @throws LedgerFormatException if there is no such block, or it is not an RSA key
     */
    public static RsaKeyPair fromPem(String pem) {
        for (Pem.Block block : Pem.decodeAll(pem)) {
            if (block.label().equals(Pem.PRIVATE_KEY)) {
                return fromPkcs8(block.content());
            }
            if (block.label().equals("RSA PRIVATE KEY")) {
                return fromPkcs8(wrap(block.content()));
            }
        }
        throw new LedgerFormatException("no private key in the PEM text");
    }

    private static byte[] wrap(byte[] pkcs1) {
        AlgorithmIdentifier rsa =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return Asn1.read(
                pkcs1, "an RSA private key", value -> new PrivateKeyInfo(rsa, value).getEncoded());
    }

    private static RsaKeyPair fromPkcs8(byte[] der) {
        try {
            var factory = CryptoProvider.get().keyFactory("RSA");
            if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der))
                    instanceof RSAPrivateCrtKey key)) {
                throw new LedgerFormatException("not a complete RSA private key");
            }
            PublicKey publicKey =
                    factory.generatePublic(
                            new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new RsaKeyPair(publicKey, key);
        } catch (InvalidKeySpecException e) {
            throw new LedgerFormatException("not an RSA private key", e);
        }
    }

    /** PEM block {@code PUBLIC KEY}, as in {@code nodes.info} and the members' tables. */
    public String publicKeyPem() {
        return Pem.encode(Pem.PUBLIC_KEY, publicKey.getEncoded());
    }

    /** PEM block {@code PRIVATE KEY} (PKCS#8). Secret. */
    public String privateKeyPem() {
        return Pem.encode(Pem.PRIVATE_KEY, privateKey.getEncoded());
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** Nothing of the private key. */
    @Override
    public String toString() {
        return "RsaKeyPair";
    }
}
