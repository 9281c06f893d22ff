package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A process of its own for {@link CryptoFallbackTest}: uses every algorithm once and says on its
 * output which provider it got.
 */
final class CryptoProbe {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    private CryptoProbe() {}

    public static void main(String[] arguments) {
        for (Curve curve : Curve.values()) {
            EcKeyPair key = EcKeyPair.generate(curve);
            Digest root = Digest.sha256(MESSAGE);
            Check.that(
                    key.publicKey().verifyDigest(root, key.signDigest(root)), "%s digest", curve);
            Check.that(
                    key.publicKey().verifyCose(MESSAGE, key.signCose(MESSAGE)), "%s COSE", curve);
            Certificate own = CertificateIssuer.selfSignedMember(key, "probe", Instant.EPOCH, 1);
            Check.that(own.isSelfSigned(), "%s certificate", curve);
        }
        byte[] secret = new byte[AesGcm.KEY_BYTES];
        byte[] opened = GcmCipher.open(secret, GcmCipher.seal(secret, MESSAGE)).orElseThrow();
        Check.that(Arrays.equals(MESSAGE, opened), "AES-GCM");
        RsaKeyPair rsa = RsaKeyPair.generate();
        byte[] decrypted =
                RsaOaep.decrypt(rsa, RsaOaep.encrypt(rsa.publicKeyPem(), MESSAGE)).orElseThrow();
        Check.that(Arrays.equals(MESSAGE, decrypted), "RSA-OAEP");
        System.out.println("provider: " + CryptoProvider.get().description());
    }
}
