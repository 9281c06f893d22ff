package dev.tallystick.ledger.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.FuzzKeys;

/** Values of the signature tables that nobody vouches for. */
class SignatureFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void nodeSignature(byte[] utf8) {
        NodeSignature signature;
        try {
            signature = NodeSignature.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(signature, NodeSignature.fromJson(signature.toJson()));
        signature.verify(FuzzKeys.P384.publicKey(), Digest.ZERO);
    }

    @FuzzTest(maxDuration = "1m")
    void coseSignature(byte[] utf8) {
        CoseRootSignature signature;
        try {
            signature = CoseRootSignature.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        Bytes json = signature.toJson();
        assertEquals(json, CoseRootSignature.fromJson(json).toJson());
        signature.txId();
        signature.claims();
        signature.verify(FuzzKeys.P384.publicKey(), Digest.ZERO);
    }
}
