package dev.tallystick.bench.format;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.crypto.CryptoProvider;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;

/**
 * Signing and verifying a root on P-384, with the chosen provider, the portable one and the JDK.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class RootSignature {
    private static final CryptoProvider PORTABLE = CryptoProvider.portable();

    private final Digest root = Digest.sha256(new byte[] {1});
    private final EcKeyPair key = EcKeyPair.generate(Curve.P384);
    private final byte[] signature = key.signDigest(root);
    private KeyPair jdkKey;
    private byte[] jdkSignature;

    /** A key of the JDK's own. */
    @Setup
    public void setUp() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        jdkKey = generator.generateKeyPair();
        jdkSignature = signJdk();
    }

    /** What a node does. */
    @Benchmark
    public byte[] sign() {
        return key.signDigest(root);
    }

    /** What an auditor does. */
    @Benchmark
    public boolean verify() {
        return key.publicKey().verifyDigest(root, signature);
    }

    /** The fall-back. */
    @Benchmark
    public byte[] signPortable() throws GeneralSecurityException {
        return sign(PORTABLE.signature("NONEwithECDSA"));
    }

    /** The fall-back. */
    @Benchmark
    public boolean verifyPortable() throws GeneralSecurityException {
        return verify(PORTABLE.signature("NONEwithECDSA"));
    }

    /** The baseline. */
    @Benchmark
    public byte[] signJdk() throws GeneralSecurityException {
        return sign(Signature.getInstance("NONEwithECDSA", "SunEC"));
    }

    /** The baseline. */
    @Benchmark
    public boolean verifyJdk() throws GeneralSecurityException {
        return verify(Signature.getInstance("NONEwithECDSA", "SunEC"));
    }

    private byte[] sign(Signature signer) throws GeneralSecurityException {
        signer.initSign(jdkKey.getPrivate());
        signer.update(root.bytes());
        return signer.sign();
    }

    private boolean verify(Signature verifier) throws GeneralSecurityException {
        verifier.initVerify(jdkKey.getPublic());
        verifier.update(root.bytes());
        return verifier.verify(jdkSignature);
    }
}
