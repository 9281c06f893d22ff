package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.FuzzKeys;

import java.time.Instant;
import java.util.List;

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

    @FuzzTest(maxDuration = "1m")
    void cose(byte[] bytes) {
        CoseReceipt receipt;
        try {
            receipt = CoseReceipt.parse(bytes);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertArrayEquals(bytes, receipt.encode());
        try {
            CoseReceiptVerifier.verify(receipt, ServiceKeys.of(SERVICE), Digest.ZERO);
        } catch (ReceiptException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void endorsement(byte[] bytes) {
        CoseEndorsement endorsement;
        try {
            endorsement = CoseEndorsement.parse(bytes);
        } catch (LedgerFormatException refused) {
            return;
        }
        assertArrayEquals(bytes, endorsement.cose().encode());
        try {
            ServiceKeys.of(SERVICE).withEndorsements(List.of(endorsement, endorsement));
        } catch (ReceiptException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void identityEndorsement(byte[] utf8) {
        IdentityEndorsement row;
        try {
            row = IdentityEndorsement.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(row.toJson(), IdentityEndorsement.fromJson(row.toJson()).toJson());
    }
}
