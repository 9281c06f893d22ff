package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;

/** Keys that nobody vouches for, and signatures by nobody. */
class KeyFuzzTest {
    private static final byte[] SECRET = new byte[AesGcm.KEY_BYTES];

    @FuzzTest(maxDuration = "1m")
    void ecPublicKey(byte[] der) {
        EcPublicKey key;
        try {
            key = EcPublicKey.fromDer(der);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(key, EcPublicKey.fromDer(key.spkiDer()));
        assertEquals(key, EcPublicKey.fromPem(key.pem()));
        key.verifyDigest(Digest.ZERO, der);
    }

    @FuzzTest(maxDuration = "1m")
    void ecPrivateKey(byte[] der) {
        for (String label : new String[] {Pem.PRIVATE_KEY, "EC PRIVATE KEY"}) {
            try {
                EcKeyPair pair = EcKeyPair.fromPem(Pem.encode(label, der));
                String pem = pair.privateKeyPem();
                assertEquals(pem, EcKeyPair.fromPem(pem).privateKeyPem());
            } catch (LedgerFormatException refused) {
                assertTrue(refused.getMessage() != null);
            }
        }
    }

    /** What members hand in as their encryption key. */
    @FuzzTest(maxDuration = "1m")
    void rsaPublicKey(byte[] der) {
        try {
            RsaOaep.encrypt(Pem.encode(Pem.PUBLIC_KEY, der), SECRET);
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    /** What members hand to the auditor's commands. */
    @FuzzTest(maxDuration = "1m")
    void rsaPrivateKey(byte[] der) {
        for (String label : new String[] {Pem.PRIVATE_KEY, "RSA PRIVATE KEY"}) {
            try {
                RsaKeyPair pair = RsaKeyPair.fromPem(Pem.encode(label, der));
                RsaOaep.decrypt(pair, der);
            } catch (LedgerFormatException refused) {
                assertTrue(refused.getMessage() != null);
            }
        }
    }

    /** Signatures in both encodings. */
    @FuzzTest(maxDuration = "1m")
    void signature(byte[] bytes) {
        for (EcKeyPair pair : new EcKeyPair[] {FuzzKeys.P256, FuzzKeys.P384}) {
            pair.publicKey().verifyDigest(Digest.ZERO, bytes);
            pair.publicKey().verifyCose(SECRET, bytes);
        }
    }
}
