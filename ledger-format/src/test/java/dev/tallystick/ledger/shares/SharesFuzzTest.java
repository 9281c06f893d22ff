package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.crypto.GcmCipher;
import dev.tallystick.ledger.entry.LedgerSecret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Recovery shares and historical secrets that nobody vouches for. */
class SharesFuzzTest {
    private static final LedgerSecret NEWER = LedgerSecret.of(new byte[32], 1L << 40);

    @FuzzTest(maxDuration = "1m")
    void recoveryShares(byte[] utf8) {
        RecoveryShares shares;
        try {
            shares = RecoveryShares.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(shares, RecoveryShares.fromJson(shares.toJson()));
        Share full = Share.parse(new byte[Share.SIZE]);
        try {
            shares.recover(List.of(full), 1, 1);
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    /** Any number of shares, one after the other, and the threshold in front. */
    @FuzzTest(maxDuration = "1m")
    void shares(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        List<Share> shares = new ArrayList<>();
        try {
            for (int from = 1; from < bytes.length; from += Share.SIZE) {
                int to = Math.min(bytes.length, from + Share.SIZE);
                Share share = Share.parse(Arrays.copyOfRange(bytes, from, to));
                assertEquals(share, Share.parse(share.bytes().toArray()));
                shares.add(share);
            }
            Shamir.combine(shares, bytes[0]).unwrap(bytes);
        } catch (LedgerFormatException refused) {
            return;
        } catch (IllegalArgumentException refused) { // as documented: too few, or twice the same
            return;
        }
        assertTrue(!shares.isEmpty());
    }

    @FuzzTest(maxDuration = "1m")
    void historicalSecret(byte[] utf8) {
        HistoricalLedgerSecret secret;
        try {
            secret = HistoricalLedgerSecret.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(secret, HistoricalLedgerSecret.fromJson(secret.toJson()));
        open(secret);
        HistoricalLedgerSecret.Previous previous = secret.previous();
        if (previous != null) {
            byte[] sealed = GcmCipher.seal(NEWER.keyBytes(), previous.encrypted().toArray());
            open(
                    new HistoricalLedgerSecret(
                            secret.nextVersion(),
                            new HistoricalLedgerSecret.Previous(
                                    Bytes.wrap(sealed),
                                    previous.previousSecretStoredVersion(),
                                    previous.version())));
        }
    }

    private static void open(HistoricalLedgerSecret secret) {
        try {
            LedgerSecret opened = secret.open(NEWER);
            assertArrayEquals(
                    opened.keyBytes(),
                    GcmCipher.open(
                                    NEWER.keyBytes(),
                                    Objects.requireNonNull(secret.previous()).encrypted().toArray())
                            .orElseThrow());
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void encryptedSecrets(byte[] utf8) {
        EncryptedLedgerSecrets secrets;
        try {
            secrets = EncryptedLedgerSecrets.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(secrets, EncryptedLedgerSecrets.fromJson(secrets.toJson()));
    }

    @FuzzTest(maxDuration = "1m")
    void submittedShare(byte[] utf8) {
        SubmittedShare share;
        try {
            share = SubmittedShare.fromJson(Bytes.copyOf(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertEquals(share, SubmittedShare.fromJson(share.toJson()));
        try {
            assertEquals(44, share.open(NEWER).bytes().length());
        } catch (LedgerFormatException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }
}
