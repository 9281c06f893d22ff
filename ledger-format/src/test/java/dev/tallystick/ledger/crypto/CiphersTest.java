package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedServices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("crypto")
class CiphersTest {
    private static final byte[] KEY =
            Hex.decode("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void aSealedSecretOpensOnlyWithItsKey() {
        byte[] sealed = GcmCipher.seal(KEY, new byte[32]);
        assertEquals(60, sealed.length);
        assertArrayEquals(new byte[32], GcmCipher.open(KEY, sealed).orElseThrow());
        assertTrue(GcmCipher.open(new byte[32], sealed).isEmpty());
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 1;
            assertTrue(GcmCipher.open(KEY, sealed).isEmpty(), "byte " + i);
            sealed[i] ^= 1;
        }
        assertThrows(LedgerFormatException.class, () -> GcmCipher.open(KEY, new byte[27]));
    }

    @Test
    void hkdfGivesTheFirstVectorOfItsRfc() {
        byte[] okm =
                Hkdf.derive(
                        Hex.decode("0b".repeat(22)),
                        Hex.decode("000102030405060708090a0b0c"),
                        Hex.decode("f0f1f2f3f4f5f6f7f8f9"),
                        42);
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                Hex.encode(okm));
    }

    @Test
    void hkdfTreatsAnEmptySaltAsZeros() {
        byte[] okm = Hkdf.derive(Hex.decode("0b".repeat(22)), new byte[0], new byte[0], 42);
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                Hex.encode(okm));
    }

    @Test
    void oaepDecryptsWhatItEncrypted() {
        RsaKeyPair key = RsaKeyPair.generate();
        byte[] ciphertext = RsaOaep.encrypt(key.publicKeyPem(), KEY);
        RsaKeyPair again = RsaKeyPair.fromPem(key.privateKeyPem());
        assertEquals(key.publicKeyPem(), again.publicKeyPem());
        assertArrayEquals(KEY, RsaOaep.decrypt(again, ciphertext).orElseThrow());
        ciphertext[5] ^= 1;
        assertTrue(RsaOaep.decrypt(key, ciphertext).isEmpty());
        assertTrue(RsaOaep.decrypt(key, new byte[3]).isEmpty());
    }

    @Test
    void recordedEncryptionKeysAreRead() {
        RsaKeyPair key =
                RsaKeyPair.fromPem(
                        RecordedServices.text("ccf7-service/keys/member0_enc_privk.pem"));
        assertEquals(
                RecordedServices.text("ccf7-service/keys/member0_enc_pubk.pem"),
                key.publicKeyPem());
    }

    @Test
    void anEllipticCurveKeyIsNoEncryptionKey() {
        String pem = EcKeyPair.generate(Curve.P256).publicKey().pem();
        assertThrows(LedgerFormatException.class, () -> RsaOaep.encrypt(pem, KEY));
        assertThrows(
                LedgerFormatException.class,
                () -> RsaKeyPair.fromPem(EcKeyPair.generate(Curve.P256).privateKeyPem()));
    }
}
