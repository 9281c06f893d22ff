package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.FuzzKeys;

import java.time.Instant;

/** Receipts that nobody vouches for. */
class ReceiptFuzzTest {
    private static final Certificate SERVICE =
            CertificateIssuer.selfSignedService(FuzzKeys.P384, "CN=Service", Instant.EPOCH, 1);

    @FuzzTest(maxDuration = "1m")
    void json(byte[] utf8) {
        Receipt receipt;
        try {
            receipt = Receipt.fromJson(Json.parse(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(receipt, Receipt.fromJson(receipt.toJson()));
        try {
            ReceiptVerifier.verify(receipt, SERVICE);
            ReceiptVerifier.verify(receipt, SERVICE, Digest.ZERO);
        } catch (ReceiptException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }
}
