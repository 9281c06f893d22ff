package dev.tallystick.ledger.shares;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.RsaKeyPair;
import dev.tallystick.ledger.crypto.RsaOaep;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;

import java.util.ArrayList;
import java.util.List;

/**
 * Recovers the ledger secrets of a recorded service from its members' keys, as a disaster recovery
 * does.
 */
public final class RecordedSecrets {
    private RecordedSecrets() {}

    /** All secrets, from the latest recovery shares and the chain of historical secrets. */
    public static LedgerSecrets recover(List<Entry> entries, String keys, int threshold) {
        Bytes value = RecordedLedger.latest(entries, TableNames.RECOVERY_SHARES);
        RecoveryShares shares = RecoveryShares.fromJson(value);
        assertEquals(value, shares.toJson());
        List<Share> collected = new ArrayList<>();
        for (int i = 0; collected.size() < threshold; i++) {
            RsaKeyPair key =
                    RsaKeyPair.fromPem(
                            RecordedServices.text(keys + "/member" + i + "_enc_privk.pem"));
            String member =
                    Certificate.fromPem(RecordedServices.text(keys + "/member" + i + "_cert.pem"))
                            .fingerprint()
                            .hex();
            Bytes encrypted = shares.encryptedShares().get(member);
            if (encrypted != null) {
                collected.add(Share.parse(RsaOaep.decrypt(key, encrypted.toArray()).orElseThrow()));
            }
        }
        List<Entry> writers =
                entries.stream()
                        .filter(
                                e ->
                                        e.publicWrites()
                                                .map(TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET)
                                                .isPresent())
                        .toList();
        LedgerSecrets secrets = LedgerSecrets.NONE;
        LedgerSecret newer = null;
        for (Entry writer : writers.reversed()) {
            Bytes json =
                    writer.publicWrites()
                            .value(TableNames.HISTORICAL_ENCRYPTED_LEDGER_SECRET, Bytes.EIGHT_ZEROS)
                            .orElseThrow();
            HistoricalLedgerSecret historical = HistoricalLedgerSecret.fromJson(json);
            assertEquals(json, historical.toJson());
            if (newer == null) {
                newer =
                        shares.recover(
                                collected,
                                threshold,
                                historical.nextVersion(writer.txId().seqno()));
                secrets = secrets.with(newer);
            }
            if (historical.previous() != null) {
                newer = historical.open(newer);
                secrets = secrets.with(newer);
            }
        }
        return secrets;
    }
}
