package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values that nodes write while they rekey or recover. */
class SecretTablesTest {
    private static final List<String> LEDGERS =
            List.of("ccf7-service/recovered_node/ledger", "ccf-services/eol_service/ledger");

    @Test
    void everyRecordedValueIsReadAndWrittenBack() {
        int secrets = 0;
        int shares = 0;
        for (String ledger : LEDGERS) {
            for (Entry entry : RecordedLedger.entries(ledger)) {
                var value =
                        entry.publicWrites()
                                .value(TableNames.ENCRYPTED_LEDGER_SECRETS, Bytes.EIGHT_ZEROS);
                if (value.isPresent()) {
                    assertEquals(
                            value.get(), EncryptedLedgerSecrets.fromJson(value.get()).toJson());
                    secrets++;
                }
                var submitted = entry.publicWrites().map(TableNames.ENCRYPTED_SUBMITTED_SHARES);
                if (submitted.isPresent()) {
                    for (Bytes json : submitted.get().writes().values()) {
                        assertEquals(json, SubmittedShare.fromJson(json).toJson());
                        shares++;
                    }
                }
            }
        }
        assertTrue(secrets >= 7 && shares >= 14, secrets + " and " + shares);
    }

    @Test
    void theSubmittedSharesOfTheRecordedRecoveryAreThoseTheMembersSent() {
        List<Entry> entries = RecordedLedger.entries(LEDGERS.getFirst());
        LedgerSecrets secrets = RecordedSecrets.recover(entries, "ccf7-service/keys", 2);
        int member = 0;
        for (Entry entry : entries) {
            var submitted = entry.publicWrites().map(TableNames.ENCRYPTED_SUBMITTED_SHARES);
            if (submitted.isPresent() && !submitted.get().writes().isEmpty()) {
                String sent =
                        RecordedServices.text(
                                "ccf7-service/recovery/member" + member + "_share.b64");
                Bytes json = submitted.get().writes().values().iterator().next();
                Share share = SubmittedShare.fromJson(json).open(secrets.at(entry.txId().seqno()));
                assertEquals(Bytes.wrap(Base64.getDecoder().decode(sent.strip())), share.bytes());
                member++;
            }
        }
        assertEquals(2, member);
    }

    @Test
    void aSubmittedShareOpensOnlyUnderItsSecret() {
        LedgerSecret secret = LedgerSecret.random(7);
        Share share = new Share(2, new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        SubmittedShare sealed = SubmittedShare.seal(share, secret);
        assertEquals(72, sealed.encrypted().length());
        assertEquals(share, SubmittedShare.fromJson(sealed.toJson()).open(secret));
        assertThrows(LedgerFormatException.class, () -> sealed.open(LedgerSecret.random(7)));
        for (String json : List.of("", "{}", "1", "\"*\"")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> SubmittedShare.fromJson(Bytes.utf8(json)),
                    json);
        }
    }

    @Test
    void aRekeyHandsTheNewSecretToEachNode() {
        RsaKeyPair node = RsaKeyPair.generate();
        LedgerSecret next = LedgerSecret.random(21);
        EncryptedLedgerSecrets written =
                EncryptedLedgerSecrets.rekey(
                        next, new TreeMap<>(Map.of("n1", node.publicKeyPem())));
        assertTrue(written.toJson().utf8().endsWith(",\"version\":null}]}"), "version is written");
        var read = EncryptedLedgerSecrets.fromJson(written.toJson());
        assertEquals(written, read);
        EncryptedLedgerSecrets.Secret secret =
                read.byNode().getOrDefault("n1", List.of()).getFirst();
        assertEquals(next, secret.open(node, 20));
        RsaKeyPair other = RsaKeyPair.generate();
        assertThrows(LedgerFormatException.class, () -> secret.open(other, 20));
    }

    @Test
    void aRecoveryHandsOutAllRestoredSecrets() {
        RsaKeyPair node = RsaKeyPair.generate();
        List<LedgerSecret> restored =
                List.of(
                        LedgerSecret.random(1),
                        LedgerSecret.random(9).withPreviousSecretStoredAt(8));
        EncryptedLedgerSecrets written =
                EncryptedLedgerSecrets.recovery(
                        restored, new TreeMap<>(Map.of("n1", node.publicKeyPem())));
        var read = EncryptedLedgerSecrets.fromJson(written.toJson());
        assertEquals(
                restored,
                read.byNode().getOrDefault("n1", List.of()).stream()
                        .map(s -> s.open(node, 500))
                        .toList());
    }

    @Test
    void malformedSecretsAreRefused() {
        for (String json :
                List.of(
                        "[]",
                        "{\"n\":1}",
                        "{\"n\":[1]}",
                        "{\"n\":[{\"encrypted_secret\":\"AA==\"}]}",
                        "{\"n\":[{\"encrypted_secret\":\"AA==\",\"version\":-1}]}",
                        "{\"n\":[{\"encrypted_secret\":7,\"version\":null}]}")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> EncryptedLedgerSecrets.fromJson(Bytes.utf8(json)),
                    json);
        }
    }
}
