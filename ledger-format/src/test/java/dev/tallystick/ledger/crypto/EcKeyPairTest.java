package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedServices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

@Tag("crypto")
class EcKeyPairTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(Curve.class)
    void aPrivateKeySurvivesItsPem(Curve curve) {
        EcKeyPair key = EcKeyPair.generate(curve);
        EcKeyPair again = EcKeyPair.fromPem(key.privateKeyPem());
        assertEquals(key.publicKey(), again.publicKey());
        assertEquals(key.privateKeyPem(), again.privateKeyPem());
        assertEquals(key.publicKey(), EcPublicKey.fromPem(key.publicKey().pem()));
        assertTrue(key.publicKey().verifyCose(MESSAGE, again.signCose(MESSAGE)));
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void theJdkVerifiesWhatWeSign(Curve curve) throws GeneralSecurityException {
        EcKeyPair key = EcKeyPair.generate(curve);
        Digest root = Digest.sha256(MESSAGE);
        byte[] der = key.signDigest(root);
        assertTrue(key.publicKey().verifyDigest(root, der));
        assertFalse(key.publicKey().verifyDigest(Digest.sha256(der), der));
        Signature jdk = Signature.getInstance("NONEwithECDSA", "SunEC");
        jdk.initVerify(
                KeyFactory.getInstance("EC", "SunEC")
                        .generatePublic(new X509EncodedKeySpec(key.publicKey().spkiDer())));
        jdk.update(root.bytes());
        assertTrue(jdk.verify(der));
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void coseSignaturesHaveTheCurvesWidth(Curve curve) {
        EcKeyPair key = EcKeyPair.generate(curve);
        byte[] signature = key.signCose(MESSAGE);
        assertEquals(2 * curve.fieldBytes(), signature.length);
        assertTrue(key.publicKey().verifyCose(MESSAGE, signature));
        assertFalse(key.publicKey().verifyCose(MESSAGE, new byte[signature.length]));
        assertFalse(key.publicKey().verifyCose(MESSAGE, new byte[signature.length - 1]));
        signature[signature.length / 2] ^= 1;
        assertFalse(key.publicKey().verifyCose(MESSAGE, signature));
    }

    @Test
    void aSignatureWithTrailingOrNonMinimalDerIsRefused() {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        Digest root = Digest.sha256(MESSAGE);
        byte[] der = key.signDigest(root);
        byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
        assertFalse(key.publicKey().verifyDigest(root, longer));
        assertFalse(key.publicKey().verifyDigest(root, new byte[0]));
        assertFalse(key.publicKey().verifyDigest(root, new byte[] {0x30, 0}));
        assertFalse(key.publicKey().verifyDigest(root, new byte[] {5, 0}));
    }

    @Test
    void thePortableProviderAgreesWithTheChosenOne() throws GeneralSecurityException {
        EcKeyPair key = EcKeyPair.generate(Curve.P384);
        CryptoProvider portable = CryptoProvider.portable();
        Signature verifier = portable.signature("NONEwithECDSA");
        verifier.initVerify(
                portable.keyFactory("EC")
                        .generatePublic(new X509EncodedKeySpec(key.publicKey().spkiDer())));
        Digest root = Digest.sha256(MESSAGE);
        verifier.update(root.bytes());
        assertTrue(verifier.verify(key.signDigest(root)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"member0", "member1", "member2", "user0", "user1"})
    void traditionalKeysAfterEcParametersAreRead(String name) {
        EcKeyPair key =
                EcKeyPair.fromPem(
                        RecordedServices.text("ccf7-service/keys/" + name + "_privk.pem"));
        Certificate certificate =
                Certificate.fromPem(
                        RecordedServices.text("ccf7-service/keys/" + name + "_cert.pem"));
        assertEquals(certificate.publicKey(), key.publicKey());
        assertTrue(certificate.isSelfSigned());
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void aTraditionalKeyBeginsWithItsParametersAndSurvivesItsPem(Curve curve) {
        EcKeyPair pair = EcKeyPair.generate(curve);
        String pem = pair.traditionalPrivateKeyPem();
        assertTrue(pem.startsWith("-----BEGIN EC PARAMETERS-----\n"));
        assertEquals(pair.privateKeyPem(), EcKeyPair.fromPem(pem).privateKeyPem());
    }

    @Test
    void aKeyWithAForeignPublicHalfIsRefused() {
        byte[] one =
                Pem.decodeFirst(EcKeyPair.generate(Curve.P256).privateKeyPem(), Pem.PRIVATE_KEY);
        byte[] other =
                Pem.decodeFirst(EcKeyPair.generate(Curve.P256).privateKeyPem(), Pem.PRIVATE_KEY);
        assertEquals(one.length, other.length);
        System.arraycopy(other, one.length - 65, one, one.length - 65, 65);
        String pem = Pem.encode(Pem.PRIVATE_KEY, one);
        assertThrows(LedgerFormatException.class, () -> EcKeyPair.fromPem(pem));
    }

    @Test
    void aPointOffTheCurveIsRefused() {
        byte[] spki = EcKeyPair.generate(Curve.P384).publicKey().spkiDer();
        spki[spki.length - 1] ^= 1;
        assertThrows(LedgerFormatException.class, () -> EcPublicKey.fromDer(spki));
        assertThrows(LedgerFormatException.class, () -> EcPublicKey.fromDer(new byte[0]));
    }

    @Test
    void theDescriptionNamesTheProvider() {
        assertTrue(
                CryptoProvider.get().description().matches("(AmazonCorretto|BouncyCastle).*\\d"));
        assertTrue(CryptoProvider.portable().description().startsWith("BouncyCastle"));
        assertArrayEquals(
                CryptoProvider.get().digest("SHA-256").digest(MESSAGE),
                Digest.sha256(MESSAGE).bytes());
    }
}
