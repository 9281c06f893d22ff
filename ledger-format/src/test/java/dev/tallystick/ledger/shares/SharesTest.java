package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.RawEntry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

@Tag("crypto")
class SharesTest {
    private static final byte[] KEY =
            Hex.decode("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final RsaKeyPair ENCRYPTION = RsaKeyPair.generate();

    private static SharingSecret vector() {
        return new SharingSecret(LongStream.rangeClosed(1, 10).toArray());
    }

    @Test
    void theWrappingKeyOfTheSpecIsDerived() {
        assertEquals(
                "7719fb3d2c782eed982b25cc39ef9da2659541b610f6a0c6976d23da67d2a585",
                Hex.encode(vector().wrappingKey()));
        assertEquals(
                "1f450c79773e3205bd5398033acfb69b000000000000000000000000"
                        + "792f7c483dbb2821f42be3aec535866b8f0f1870ea263a008bf88804067989f7",
                Hex.encode(vector().wrap(KEY)));
        assertArrayEquals(KEY, vector().unwrap(vector().wrap(KEY)).orElseThrow());
    }

    @Test
    void theShareOfTheSpecIsComputed() {
        long[][] polynomials = new long[10][];
        for (int limb = 0; limb < 10; limb++) {
            polynomials[limb] = new long[] {limb + 1, 100 + limb};
        }
        Share share = Shamir.evaluate(polynomials, 2);
        assertEquals(
                "02000000c9000000cc000000cf000000d2000000d5000000d8000000db000000de000000e1000000e4000000",
                share.bytes().hex());
        assertEquals(share, Share.parse(share.bytes().toArray()));
    }

    @Test
    void anyThresholdOfSharesGivesTheSecretBackAndFewerDoNot() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int count = 1 + random.nextInt(8);
            int threshold = 1 + random.nextInt(count);
            SharingSecret secret = SharingSecret.random(random);
            List<Share> shares = new ArrayList<>(Shamir.split(secret, threshold, count, random));
            Collections.shuffle(shares, random);
            assertEquals(secret, Shamir.combine(shares, threshold));
            assertEquals(secret, Shamir.combine(shares.subList(0, threshold), threshold));
            List<Share> tooFew = shares.subList(0, threshold - 1);
            assertThrows(IllegalArgumentException.class, () -> Shamir.combine(tooFew, threshold));
            if (threshold > 1) {
                assertTrue(
                        !secret.equals(Shamir.combine(shares, threshold - 1)),
                        "one share less sufficed");
            }
        }
    }

    @Test
    void duplicateSharesAreRefused() {
        Random random = new Random(6);
        List<Share> shares = Shamir.split(SharingSecret.random(random), 2, 3, random);
        assertThrows(
                IllegalArgumentException.class,
                () -> Shamir.combine(List.of(shares.get(0), shares.get(0)), 2));
    }

    @Test
    void aFullShareSufficesAlone() {
        assertEquals(vector(), Shamir.combine(List.of(Share.full(vector())), 3));
    }

    @Test
    void randomBytesAreRefusedOrGiveAWrongSecret() {
        Random random = new Random(8);
        byte[] wrapped = vector().wrap(KEY);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(60) : Share.SIZE];
            random.nextBytes(bytes);
            if (bytes.length != Share.SIZE) {
                assertThrows(LedgerFormatException.class, () -> Share.parse(bytes));
            } else {
                assertTrue(
                        Shamir.combine(List.of(Share.parse(bytes)), 1).unwrap(wrapped).isEmpty());
            }
        }
    }

    private static SortedMap<String, RecoveryShares.Recipient> recipients(
            int participants, int owners) {
        SortedMap<String, RecoveryShares.Recipient> recipients = new TreeMap<>();
        for (int i = 0; i < participants; i++) {
            recipients.put(
                    "p" + i,
                    new RecoveryShares.Recipient(
                            ENCRYPTION.publicKeyPem(), RecoveryShares.Role.PARTICIPANT));
        }
        for (int i = 0; i < owners; i++) {
            recipients.put(
                    "a" + i,
                    new RecoveryShares.Recipient(
                            ENCRYPTION.publicKeyPem(), RecoveryShares.Role.OWNER));
        }
        return recipients;
    }

    private static Share decrypt(RecoveryShares shares, String member) {
        Bytes encrypted = shares.encryptedShares().get(member);
        assertTrue(encrypted != null, "no share for " + member);
        return Share.parse(RsaOaep.decrypt(ENCRYPTION, encrypted.toArray()).orElseThrow());
    }

    @Test
    void issuedSharesRecoverTheSecret() {
        LedgerSecret secret = LedgerSecret.random(327).withPreviousSecretStoredAt(320);
        RecoveryShares issued = RecoveryShares.issue(secret, 2, recipients(3, 1));
        RecoveryShares read = RecoveryShares.fromJson(issued.toJson());
        assertEquals(issued, read);
        assertEquals(
                secret, read.recover(List.of(decrypt(read, "p2"), decrypt(read, "p0")), 2, 327));
        assertEquals(secret, read.recover(List.of(decrypt(read, "a0")), 2, 327));
        assertEquals(
                320,
                read.recover(List.of(decrypt(read, "a0")), 2, 327)
                        .previousSecretStoredSeqno()
                        .orElseThrow());
        assertEquals(1, decrypt(read, "p0").x(), "shares are numbered in the order of member ids");
        Share wrong = decrypt(RecoveryShares.issue(secret, 2, recipients(3, 0)), "p1");
        assertThrows(
                LedgerFormatException.class,
                () -> read.recover(List.of(decrypt(read, "p0"), wrong), 2, 327));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 1 | There should be at least one active recovery member to issue recovery"
                        + " shares",
                "2 | 0 | 0 | Recovery threshold should be greater than 0",
                "2 | 0 | 5 | Recovery threshold 5 should be equal to or less than the number of"
                        + " active recovery members 2",
                "0 | 2 | 2 | Recovery threshold 2 should be 1 when there are only active recovery"
                        + " owner members",
            })
    void thresholdsThatDoNotSuitAreRefused(
            int participants, int owners, int threshold, String message) {
        LedgerSecret secret = LedgerSecret.random(1);
        var recipients = recipients(participants, owners);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> RecoveryShares.issue(secret, threshold, recipients));
        assertEquals(message, e.getMessage());
    }

    @Test
    void ownersAloneRecoverWithThresholdOne() {
        LedgerSecret secret = LedgerSecret.random(1);
        RecoveryShares shares = RecoveryShares.issue(secret, 1, recipients(0, 2));
        assertTrue(decrypt(shares, "a0").isFull());
        assertEquals(secret, shares.recover(List.of(decrypt(shares, "a1")), 1, 1));
    }

    @Test
    void historicalSecretsAreWrittenAsCcfWritesThem() {
        LedgerSecret first = LedgerSecret.random(1);
        LedgerSecret second = LedgerSecret.random(121).withPreviousSecretStoredAt(120);
        assertEquals("{\"next_version\":1}", HistoricalLedgerSecret.first(first).toJson().utf8());
        HistoricalLedgerSecret rekey =
                HistoricalLedgerSecret.fromJson(
                        HistoricalLedgerSecret.rekey(first.withPreviousSecretStoredAt(9), second)
                                .toJson());
        assertEquals(121, rekey.nextVersion(120));
        assertEquals(first.withPreviousSecretStoredAt(9), rekey.open(second));
        assertEquals(9, rekey.open(second).previousSecretStoredSeqno().orElseThrow());
        assertThrows(LedgerFormatException.class, () -> rekey.open(first));
        assertEquals(
                327,
                HistoricalLedgerSecret.recovery(second, LedgerSecret.random(327)).nextVersion(335));
    }

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, ccf7-service/keys, 2",
        "ccf7-service/recovered_node/ledger, ccf7-service/keys, 2",
        "ccf-services/cose_flipflop_service/ledger, ccf-services/cose_flipflop_service/common, 1",
        "ccf-services/eol_service/ledger, ccf-services/eol_service/common, 3",
    })
    void theMembersOfARecordedServiceCanDecryptItsWholeLedger(
            String directory, String keys, int threshold) {
        List<Entry> entries = RecordedLedger.entries(directory);
        LedgerSecrets secrets = RecordedSecrets.recover(entries, keys, threshold);
        EntryDecoder decoder = new EntryDecoder();
        for (RawEntry raw : RecordedLedger.raw(directory)) {
            Entry entry = decoder.decode(raw.bytes(), secrets);
            if (entry.commitEvidenceDigest() != null) {
                String evidence = CommitEvidence.text(secrets.at(raw.seqno()), entry.txId());
                assertEquals(entry.commitEvidenceDigest(), CommitEvidence.digest(evidence));
            }
        }
    }

    @Test
    void malformedValuesAreRefused() {
        for (String json :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"encrypted_shares\":[]}",
                        "{\"encrypted_shares\":{\"a\":1}}")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> RecoveryShares.fromJson(Bytes.utf8(json)),
                    json);
        }
        for (String json :
                List.of(
                        "",
                        "[]",
                        "{\"next_version\":-1}",
                        "{\"next_version\":\"1\"}",
                        "{\"previous_ledger_secret\":{}}")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> HistoricalLedgerSecret.fromJson(Bytes.utf8(json)),
                    json);
        }
    }
}
