package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.entry.CommitEvidence;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.RawEntry;
import dev.tallystick.ledger.shares.RecoveredSecrets.Opener;
import dev.tallystick.ledger.shares.SecretsRecoveryException.Fault;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

class SecretsRecoveryTest {
    private static final String CCF7_KEYS = "ccf7-service/keys";
    private static final String RECOVERED = "ccf7-service/recovered_node/ledger";
    private static final RsaKeyPair KEY = RsaKeyPair.generate();

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, ccf7-service/keys, 2, 1 121 321",
        "ccf7-service/recovered_node/ledger, ccf7-service/keys, 2, 1 121 321 327",
        "ccf7-service/logging_app/ledger, ccf7-service/keys, 1, 1",
        "ccf-services/cose_flipflop_service/ledger, ccf-services/cose_flipflop_service/common, 1,"
                + " 1",
        "ccf-services/eol_service/ledger, ccf-services/eol_service/common, 3, 1 36 66 160 329",
    })
    void theMembersKeysAloneOpenAWholeService(
            String directory, String keys, int count, String validFrom) {
        List<MemberKey> memberKeys = RecordedSecrets.keys(keys, count);
        SecretsRecovery recovery = RecordedSecrets.fed(RecordedLedger.entries(directory));

        RecoveredSecrets recovered = recovery.recover(memberKeys);

        assertEquals(
                List.of(validFrom.split(" ")),
                recovered.opened().stream().map(secret -> "" + secret.validFrom()).toList());
        assertEquals(OptionalLong.empty(), recovered.unknownFrom());
        assertEquals(List.of(), recovered.uselessKeys());
        assertEveryEntryOpens(directory, recovered);
    }

    private static void assertEveryEntryOpens(String directory, RecoveredSecrets recovered) {
        EntryDecoder decoder = new EntryDecoder();
        int privateDomains = 0;
        for (RawEntry raw : RecordedLedger.raw(directory)) {
            Entry entry = decoder.decode(raw.bytes(), recovered.secrets());
            privateDomains += Objects.requireNonNull(entry.privateWrites()).isEmpty() ? 0 : 1;
            Digest expected = entry.commitEvidenceDigest();
            if (expected != null) {
                LedgerSecret secret = recovered.secrets().at(raw.seqno());
                String evidence = CommitEvidence.text(secret, entry.txId());
                assertEquals(expected, CommitEvidence.digest(evidence));
            }
        }
        assertTrue(privateDomains > 0, "no private domain in " + directory);
    }

    @Test
    void aNodeThatJoinedLaterIsOpenedByTheSecretsOfTheService() {
        RecoveredSecrets recovered =
                RecordedSecrets.fed(RecordedLedger.entries("ccf7-service/node0/ledger"))
                        .recover(RecordedSecrets.keys(CCF7_KEYS, 2));
        assertEveryEntryOpens("ccf7-service/node1/ledger", recovered);
        SecretsRecovery partial =
                RecordedSecrets.fed(RecordedLedger.entries("ccf7-service/node1/ledger"));
        assertFault(Fault.NO_SHARES, "no recovery shares in entries 2.225 to", partial, List.of());
    }

    @Test
    void aLedgerWithoutItsBeginningGivesTheSecretsOfWhatIsThere() {
        List<Entry> entries = RecordedLedger.entries(RECOVERED);
        List<MemberKey> keys = RecordedSecrets.keys(CCF7_KEYS, 2);

        List<Entry> fromReshare = entries.subList(146, 200); // no chain value, no threshold
        RecoveredSecrets one = RecordedSecrets.fed(fromReshare).recover(keys);
        List<RawEntry> raw = RecordedLedger.raw(RECOVERED);
        assertNotNull(new EntryDecoder().decode(raw.get(199).bytes(), one.secrets()));

        List<Entry> withRecovery = entries.subList(300, entries.size());
        RecoveredSecrets three = RecordedSecrets.fed(withRecovery).recover(keys);
        assertEquals(
                List.of(121L, 321L, 327L),
                three.opened().stream().map(RecoveredSecrets.Opened::validFrom).toList());
    }

    @Test
    void eachSecretTellsWhereItIsStoredAndWhatOpenedIt() {
        RecoveredSecrets recovered =
                RecordedSecrets.fed(RecordedLedger.entries(RECOVERED))
                        .recover(RecordedSecrets.keys(CCF7_KEYS, 2));
        RecoveredSecrets.Opened first = recovered.opened().getFirst();
        assertEquals(new TxId(2, 120), first.storedIn());
        assertEquals(new Opener.NextSecret(121), first.by());
        RecoveredSecrets.Opened last = recovered.opened().getLast();
        assertEquals(new TxId(4, 335), last.storedIn());
        assertTrue(
                last.by() instanceof Opener.Shares shares
                        && shares.threshold() == 2
                        && shares.members().size() == 2,
                () -> "" + last);
    }

    @Test
    void aLedgerThatEndsWithinARecoverySaysFromWhereItIsNotOpened() {
        List<Entry> entries = RecordedLedger.entries(RECOVERED).subList(0, 330);
        RecoveredSecrets recovered =
                RecordedSecrets.fed(entries).recover(RecordedSecrets.keys(CCF7_KEYS, 2));
        assertEquals(OptionalLong.of(327), recovered.unknownFrom());
        assertEquals(321, recovered.secrets().latest().validFrom());
    }

    @Test
    void tooFewKeysAreCountedAndTheMembersNamed() {
        SecretsRecovery recovery = RecordedSecrets.fed(RecordedLedger.entries(RECOVERED));
        List<MemberKey> one = new ArrayList<>(RecordedSecrets.keys(CCF7_KEYS, 1));
        String members =
                "those of members 6e2605b7739add4f71bf80266f0612ee4590f9d73fe3fa16ae51dc64917171ca,"
                        + " b0a405f5816d29ba8075024f219774323ee604a9bed241761ed9889a854110d0";
        assertFault(Fault.TOO_FEW_KEYS, "0 of 2 needed shares", recovery, List.of());
        assertFault(Fault.TOO_FEW_KEYS, "1 of 2 needed shares", recovery, one);
        assertFault(Fault.TOO_FEW_KEYS, "issued in 4.335 are " + members, recovery, one);
        one.add(new MemberKey("stranger.pem", KEY));
        assertFault(Fault.TOO_FEW_KEYS, "open no share: stranger.pem", recovery, one);
        one.add(one.getFirst());
        assertFault(Fault.TOO_FEW_KEYS, "1 of 2 needed shares", recovery, one);
    }

    @Test
    void keysThatOpenNothingDoNoHarmWhereTheOthersSuffice() {
        SecretsRecovery recovery = RecordedSecrets.fed(RecordedLedger.entries(RECOVERED));
        List<MemberKey> keys = new ArrayList<>();
        keys.add(new MemberKey("stranger.pem", KEY));
        keys.addAll(RecordedSecrets.keys(CCF7_KEYS, 3)); // member2 was removed before the end
        RecoveredSecrets recovered = recovery.recover(keys);
        assertEquals(List.of("stranger.pem", "member2"), recovered.uselessKeys());
        assertEquals(4, recovered.secrets().oldestFirst().size());
    }

    private static void assertFault(
            Fault fault, String message, SecretsRecovery recovery, List<MemberKey> keys) {
        SecretsRecoveryException e =
                assertThrows(SecretsRecoveryException.class, () -> recovery.recover(keys));
        assertEquals(fault, e.fault(), e::getMessage);
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void aSecretThatItsSuccessorDoesNotOpenIsNamed() {
        LedgerSecret first = LedgerSecret.random(1);
        LedgerSecret second = LedgerSecret.random(4);
        SecretsRecovery recovery = new SecretsRecovery();
        recovery.accept(entry(1, HistoricalLedgerSecret.first(first), shares(first)));
        recovery.accept(entry(2, null, null));
        HistoricalLedgerSecret wrong = HistoricalLedgerSecret.rekey(first, LedgerSecret.random(4));
        recovery.accept(entry(3, wrong, shares(second)));
        assertFault(
                Fault.BROKEN_CHAIN,
                "the secret valid from 1, stored in 2.3, is not encrypted under the one valid"
                        + " from 4",
                recovery,
                List.of(new MemberKey("m", KEY)));
    }

    @Test
    void aLinkThatIsMissingInTheChainIsNamedWhereItShows() {
        LedgerSecret first = LedgerSecret.random(1);
        SecretsRecovery recovery = new SecretsRecovery();
        recovery.accept(entry(1, HistoricalLedgerSecret.first(first), shares(first)));
        HistoricalLedgerSecret skipping =
                HistoricalLedgerSecret.rekey(LedgerSecret.random(2), LedgerSecret.random(3));
        LedgerFormatException e =
                assertThrows(
                        LedgerFormatException.class,
                        () -> recovery.accept(entry(2, skipping, null)));
        assertEquals(
                "the chain of ledger secrets is broken: the secret valid from 2 is stored, but the"
                        + " one before is valid from 1",
                e.getMessage());
        assertThrows(LedgerFormatException.class, () -> recovery.accept(entry(4, null, null)));
    }

    @Test
    void sharesThatDoNotFitTheirSecretAreRefused() {
        LedgerSecret first = LedgerSecret.random(1);
        RecoveryShares good = shares(first);
        RecoveryShares other = shares(LedgerSecret.random(1));
        SecretsRecovery recovery = new SecretsRecovery();
        recovery.accept(
                entry(
                        1,
                        HistoricalLedgerSecret.first(first),
                        new RecoveryShares(
                                good.encryptedShares(), null, other.wrappedLatestSecret())));
        assertFault(
                Fault.WRONG_SHARES,
                "of members m do not open",
                recovery,
                List.of(new MemberKey("m", KEY)));
    }

    @Test
    void sharesThatNobodyEncryptedAreNotOpened() {
        for (int length : new int[] {0, 1, 44, 255, 256, 257, 1000}) {
            SortedMap<String, Bytes> encrypted = new TreeMap<>();
            encrypted.put("m", Bytes.wrap(new byte[length]));
            SecretsRecovery recovery = new SecretsRecovery();
            RecoveryShares shares = new RecoveryShares(encrypted, null, Bytes.wrap(new byte[60]));
            recovery.accept(entry(1, null, shares));
            assertFault(
                    Fault.TOO_FEW_KEYS,
                    "0 of 1 needed",
                    recovery,
                    List.of(new MemberKey("m", KEY)));
        }
        RecoveryShares full = shares(LedgerSecret.random(1));
        SecretsRecovery recovery = new SecretsRecovery();
        recovery.accept(
                entry(
                        1,
                        null,
                        new RecoveryShares(full.encryptedShares(), null, Bytes.wrap(new byte[3]))));
        assertFault(Fault.WRONG_SHARES, "", recovery, List.of(new MemberKey("m", KEY)));
    }

    private static RecoveryShares shares(LedgerSecret secret) {
        SortedMap<String, RecoveryShares.Recipient> recipients = new TreeMap<>();
        recipients.put(
                "m",
                new RecoveryShares.Recipient(KEY.publicKeyPem(), RecoveryShares.Role.PARTICIPANT));
        return RecoveryShares.issue(secret, 1, recipients);
    }

    private static Entry entry(
            long seqno,
            @Nullable HistoricalLedgerSecret historical,
            @Nullable RecoveryShares shares) {
        List<MapWrites> maps = new ArrayList<>();
        if (historical != null) {
            maps.add(
                    MapWrites.put(
                            TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET,
                            Bytes.EIGHT_ZEROS,
                            historical.toJson()));
        }
        if (shares != null) {
            maps.add(MapWrites.put(TableNames.RECOVERY_SHARES, Bytes.EIGHT_ZEROS, shares.toJson()));
        }
        return new Entry(
                new TxId(2, seqno),
                EntryType.WRITE_SET_WITH_COMMIT_EVIDENCE_AND_CLAIMS,
                0,
                Digest.ZERO,
                Digest.ZERO,
                new WriteSet(maps),
                null,
                Digest.ZERO,
                Digest.ZERO);
    }
}
