package dev.tallystick.ledger.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** COSE_Sign1 messages that nobody vouches for: what is read keeps its bytes. */
class CoseFuzzTest {
    private static final EcPublicKey KEY = FuzzKeys.P384.publicKey();

    @FuzzTest(maxDuration = "1m")
    void sign1(byte[] bytes) {
        CoseSign1 message;
        try {
            message = CoseSign1.parse(bytes);
        } catch (CoseException refused) {
            return;
        }
        assertArrayEquals(bytes, message.encode());
        CoseSign1 changed = message.withUnprotected(message.protectedHeader());
        CoseSign1 again = CoseSign1.parse(changed.encode());
        assertArrayEquals(message.protectedBytes(), again.protectedBytes());
        assertArrayEquals(message.signature(), again.signature());
        assertEquals(message.protectedHeader(), again.unprotectedHeader());
        message.verify(KEY);
        message.verifyDetached(KEY, bytes);
        message.kid();
        CoseSigner.rootClaims(message);
    }

    @FuzzTest(maxDuration = "1m")
    void governanceMessage(byte[] bytes) {
        GovernanceMessage message;
        try {
            message = GovernanceMessage.parse(bytes);
        } catch (CoseException refused) {
            return;
        }
        assertArrayEquals(bytes, message.cose().encode());
        message.verify(KEY);
        assertEquals(message.payload().length, message.cose().payload().orElseThrow().length);
    }
}
