package dev.tallystick.ledger.crypto;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The one seam to the cryptographic implementations, chosen once per process:
 * AmazonCorrettoCryptoProvider (AWS-LC) where its native library loads, else BouncyCastle.
 * Providers are used as objects and never installed globally, so that no other library's choice is
 * changed. Digests and HMACs come from the JDK, whose intrinsics are as fast.
 *
 * <p>The system property {@value #PROPERTY} set to {@code bouncycastle} forces the portable choice.
 *
 * <p>Thread-safe; the objects it makes are not.
 */
public final class CryptoProvider {
    /** System property that may force the portable provider. */
    public static final String PROPERTY = "tallystick.crypto";

    private static final Logger LOG = LoggerFactory.getLogger(CryptoProvider.class);

    private static final CryptoProvider CHOSEN = choose();

    private final Provider provider;
    private final String description;
    private final SecureRandom random = new SecureRandom();

    private CryptoProvider(Provider provider, String description) {
        this.provider = provider;
        this.description = description;
    }

    /** The provider of this process. */
    public static CryptoProvider get() {
        return CHOSEN;
    }

    /** The portable provider, whatever the process uses; for comparison tests and benchmarks. */
    public static CryptoProvider portable() {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        return new CryptoProvider(provider, "BouncyCastle " + provider.getVersionStr());
    }

    private static CryptoProvider choose() {
        CryptoProvider chosen = preferred();
        LOG.debug("Cryptography: {}", chosen.description);
        return chosen;
    }

    private static CryptoProvider preferred() {
        if ("bouncycastle".equalsIgnoreCase(System.getProperty(PROPERTY))) {
            return portable();
        }
        return corretto()
                .map(provider -> new CryptoProvider(provider, describe(provider)))
                .orElseGet(CryptoProvider::portable);
    }

    /** Nothing where the native library is for other platforms, or not even its jar is there. */
    private static Optional<Provider> corretto() {
        try {
            return CorrettoProvider.find();
        } catch (LinkageError e) {
            LOG.debug("AmazonCorrettoCryptoProvider is not there: {}", e.toString());
            return Optional.empty();
        }
    }

    private static String describe(Provider provider) {
        return provider.getName() + " " + provider.getVersionStr();
    }

    /** Name and version for the start-up log, e.g. {@code AmazonCorrettoCryptoProvider 2.5.0}. */
    public String description() {
        return description;
    }

    /** A signature object, e.g. {@code NONEwithECDSA}. */
    public Signature signature(String algorithm) {
        return create(() -> Signature.getInstance(algorithm, provider));
    }

    /** A cipher, e.g. {@code AES/GCM/NoPadding}. */
    public Cipher cipher(String transformation) {
        return create(() -> Cipher.getInstance(transformation, provider));
    }

    /** A MAC, e.g. {@code HmacSHA256}. */
    public Mac mac(String algorithm) {
        return create(() -> Mac.getInstance(algorithm));
    }

    /** A message digest, e.g. {@code SHA-256}. */
    public MessageDigest digest(String algorithm) {
        return create(() -> MessageDigest.getInstance(algorithm));
    }

    /** The process's source of random bytes; thread-safe. */
    public SecureRandom random() {
        return random;
    }

    /** {@code size} fresh random bytes. */
    public byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    KeyFactory keyFactory(String algorithm) {
        return create(() -> KeyFactory.getInstance(algorithm, provider));
    }

    KeyPairGenerator keyPairGenerator(String algorithm) {
        return create(() -> KeyPairGenerator.getInstance(algorithm, provider));
    }

    private interface Factory<T> {
        T create() throws GeneralSecurityException;
    }

    private static <T> T create(Factory<T> factory) {
        try {
            return factory.create();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a required algorithm is missing", e);
        }
    }
}
