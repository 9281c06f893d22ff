package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.CoseSigner;
import dev.tallystick.ledger.crypto.FuzzKeys;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
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

    @FuzzTest(maxDuration = "1m")
    void endorsements(byte[] utf8) {
        List<CoseEndorsement> chain;
        try {
            chain = CoseEndorsement.chainFromJson(Json.parse(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        String json = Json.canonical(CoseEndorsement.chainToJson(chain));
        assertEquals(
                json,
                Json.canonical(
                        CoseEndorsement.chainToJson(
                                CoseEndorsement.chainFromJson(Json.parse(json)))));
        follow(chain);
    }

    /** What a service may really have signed: epochs of four numbers each, newest first. */
    @FuzzTest(maxDuration = "1m")
    void epochs(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        List<CoseEndorsement> chain = new ArrayList<>();
        while (numbers.remaining() >= 4 * Long.BYTES && chain.size() < 4) {
            TxId begin = txId(numbers);
            TxId end = txId(numbers);
            var epoch = new CoseSigner.Epoch(begin, end, null);
            try {
                chain.add(
                        CoseEndorsement.sign(
                                FuzzKeys.P384, FuzzKeys.P384.publicKey(), epoch, Instant.EPOCH));
            } catch (LedgerFormatException refused) {
                return;
            }
        }
        follow(chain);
    }

    private static TxId txId(ByteBuffer numbers) {
        return new TxId(numbers.getLong() & Long.MAX_VALUE, numbers.getLong() & Long.MAX_VALUE);
    }

    private static void follow(List<CoseEndorsement> chain) {
        try {
            ServiceKeys keys = ServiceKeys.of(SERVICE).withEndorsements(chain);
            for (ServiceKeys.Epoch epoch : keys.epochs()) {
                assertTrue(keys.at(epoch.begin()).isPresent());
            }
        } catch (ReceiptException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }
}
