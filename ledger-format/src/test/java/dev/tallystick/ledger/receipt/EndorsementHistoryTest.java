package dev.tallystick.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryType;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class EndorsementHistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:10Z");
    private static final String RECOVERED = "ccf7-service/recovered_node/";
    private static final EcKeyPair[] KEYS = {
        EcKeyPair.generate(Curve.P384),
        EcKeyPair.generate(Curve.P384),
        EcKeyPair.generate(Curve.P384)
    };

    @Test
    void theEndorsementsOfARecordedRecoveryLinkTheOldKeyToTheNewOne() throws IOException {
        EndorsementHistory history = new EndorsementHistory();
        for (Entry entry : RecordedLedger.entries(RECOVERED + "ledger")) {
            history.accept(entry);
            entry.publicWrites()
                    .value(TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT, Bytes.EIGHT_ZEROS)
                    .ifPresent(
                            value ->
                                    assertEquals(
                                            value, IdentityEndorsement.fromJson(value).toJson()));
        }
        Certificate current =
                Certificate.fromPem(RecordedServices.text(RECOVERED + "service_cert.pem"));
        Certificate old =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/service_cert.pem"));
        assertEquals(Optional.of(current.publicKey()), history.currentKey());
        assertEquals(List.of(), history.chainTo(327));
        List<CoseEndorsement> chain = history.chainTo(326);
        assertEquals(1, chain.size());
        assertEquals(old.publicKey(), chain.getFirst().endorsedKey());

        ServiceKeys keys = ServiceKeys.of(current).withEndorsements(chain);

        assertEquals(old.publicKey(), keys.at(new TxId(2, 326)).orElseThrow().key());
        assertEquals(current.publicKey(), keys.at(new TxId(4, 327)).orElseThrow().key());
        assertEquals(Optional.empty(), keys.at(new TxId(4, 326)));
        try (ReceiptMaker maker =
                ReceiptMakerTest.maker(
                        RECOVERED + "ledger", ReceiptMakerTest.secrets(RECOVERED + "ledger"))) {
            CoseReceipt receipt = maker.makeCose(new TxId(2, 52));
            var proven = CoseReceiptVerifier.verify(receipt, keys);
            assertEquals(new TxId(2, 52), proven.transactions().getFirst().txId());
            ReceiptException e =
                    assertThrows(
                            ReceiptException.class,
                            () -> CoseReceiptVerifier.verify(receipt, ServiceKeys.of(current)));
            assertEquals(ReceiptCheck.HEADER, e.check());
            assertTrue(String.valueOf(e.getMessage()).contains("needs endorsements"));
        }
    }

    /** Three services in a row; after the first recovery the row was written twice. */
    private static EndorsementHistory threeServices() {
        EndorsementHistory history = new EndorsementHistory();
        history.accept(entry(2, 1, info(0, "2.1", "Opening"), null));
        IdentityEndorsement first = IdentityEndorsement.first(KEYS[0], new TxId(2, 1), NOW);
        history.accept(entry(2, 9, null, first));
        TxId second = new TxId(4, 484);
        history.accept(entry(4, 484, info(1, "4.484", "Recovering"), null));
        IdentityEndorsement recovered = first.next(KEYS[1], second, Digest.ZERO, 9, NOW);
        history.accept(entry(4, 495, null, recovered));
        IdentityEndorsement again = recovered.next(KEYS[1], second, Digest.ZERO, 495, NOW);
        assertTrue(again.isInverted(), again::toString);
        history.accept(entry(4, 503, null, again));
        history.accept(entry(6, 600, info(2, "6.600", "Recovering"), null));
        IdentityEndorsement last = again.next(KEYS[2], new TxId(6, 600), Digest.ZERO, 503, NOW);
        history.accept(entry(6, 610, null, last));
        return history;
    }

    @Test
    void invertedEpochsArePassedOver() {
        List<CoseEndorsement> chain = threeServices().chainTo(100);

        ServiceKeys keys = ServiceKeys.of(KEYS[2].publicKey()).withEndorsements(chain);

        assertEquals(3, keys.epochs().size());
        assertEquals(KEYS[0].publicKey(), keys.at(new TxId(2, 483)).orElseThrow().key());
        assertEquals(KEYS[1].publicKey(), keys.at(new TxId(4, 484)).orElseThrow().key());
        assertEquals(KEYS[1].publicKey(), keys.at(new TxId(4, 599)).orElseThrow().key());
        assertEquals(KEYS[2].publicKey(), keys.at(new TxId(6, 600)).orElseThrow().key());
        assertEquals(1, threeServices().chainTo(484).size());
        assertEquals(0, threeServices().chainTo(600).size());
    }

    @Test
    void aChainTravelsAsJson() {
        List<CoseEndorsement> chain = threeServices().chainTo(100);
        var json = Json.parse(Json.compact(CoseEndorsement.chainToJson(chain)));
        List<CoseEndorsement> read = CoseEndorsement.chainFromJson(json);
        assertEquals(CoseEndorsement.chainToJson(chain), CoseEndorsement.chainToJson(read));
    }

    @Test
    void onlyAWholeChainInItsOrderIsBelieved() {
        List<CoseEndorsement> chain = threeServices().chainTo(100);
        ServiceKeys current = ServiceKeys.of(KEYS[2].publicKey());
        assertRefused("is not signed by service key", current, chain.reversed());
        assertRefused("is not signed by service key", current, List.of(chain.get(1)));
        assertRefused("is not signed by service key", ServiceKeys.of(KEYS[0].publicKey()), chain);
        IdentityEndorsement self = IdentityEndorsement.first(KEYS[2], new TxId(2, 1), NOW);
        assertRefused("says no end", current, List.of(self.endorsement()));
        IdentityEndorsement other =
                IdentityEndorsement.first(KEYS[0], new TxId(2, 1), NOW)
                        .next(KEYS[1], new TxId(4, 480), null, 9, NOW);
        assertRefused("do not join", current, List.of(chain.get(0), other.endorsement()));
        IdentityEndorsement inverted =
                IdentityEndorsement.first(KEYS[1], new TxId(9, 900), NOW)
                        .next(KEYS[2], new TxId(6, 600), null, 9, NOW);
        assertRefused("ends at 4.599, before", current, List.of(inverted.endorsement()));
    }

    private static void assertRefused(
            String message, ServiceKeys keys, List<CoseEndorsement> chain) {
        ReceiptException e =
                assertThrows(ReceiptException.class, () -> keys.withEndorsements(chain));
        assertEquals(ReceiptCheck.ENDORSEMENT, e.check());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void aBrokenChainInALedgerIsNamed() {
        EndorsementHistory none = new EndorsementHistory();
        assertBroken("does not tell when its service was created", none);
        none.accept(entry(2, 1, info(0, "2.1", "Opening"), null));
        none.accept(entry(4, 50, info(1, "4.50", "Recovering"), null));
        assertBroken("holds no endorsements", none);

        IdentityEndorsement first = IdentityEndorsement.first(KEYS[0], new TxId(2, 1), NOW);
        EndorsementHistory unopened = new EndorsementHistory();
        unopened.accept(entry(2, 9, null, first));
        unopened.accept(entry(4, 50, info(1, "4.50", "Recovering"), null));
        assertBroken("has not opened yet", unopened);

        TxId create = new TxId(4, 50);
        assertBroken(
                "has an epoch that ends at 2.40",
                recovery(first, first.next(KEYS[1], new TxId(4, 41), null, 9, NOW)));
        assertBroken(
                "says that the one before is in 7",
                recovery(first, first.next(KEYS[1], create, null, 7, NOW)));
        IdentityEndorsement foreign = IdentityEndorsement.first(KEYS[2], new TxId(2, 1), NOW);
        assertBroken(
                "is for another key", recovery(first, foreign.next(KEYS[1], create, null, 9, NOW)));
    }

    private static EndorsementHistory recovery(
            IdentityEndorsement first, IdentityEndorsement second) {
        EndorsementHistory history = new EndorsementHistory();
        history.accept(entry(2, 9, null, first));
        history.accept(entry(4, 50, info(1, "4.50", "Recovering"), null));
        history.accept(entry(4, 60, null, second));
        return history;
    }

    private static void assertBroken(String message, EndorsementHistory history) {
        LedgerFormatException e =
                assertThrows(LedgerFormatException.class, () -> history.chainTo(5));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void aRowThatContradictsItselfIsRefused() {
        IdentityEndorsement row =
                IdentityEndorsement.first(KEYS[0], new TxId(2, 1), NOW)
                        .next(KEYS[1], new TxId(4, 50), Digest.ZERO, 9, NOW);
        String json = row.toJson().utf8();
        assertEquals(row.toJson(), IdentityEndorsement.fromJson(Bytes.utf8(json)).toJson());
        for (String wrong :
                List.of(
                        json.replace("\"2.1\"", "\"2.2\""),
                        json.replace("\"2.49\"", "\"2.48\""),
                        json.replace("\"endorsement_epoch_end\":\"2.49\",", ""),
                        json.replace("\"2.49\"", "\"2-49\""),
                        json.replace("\"endorsing_key\":\"M", "\"endorsing_key\":\"N"),
                        "{}",
                        "[]")) {
            assertThrows(
                    LedgerFormatException.class,
                    () -> IdentityEndorsement.fromJson(Bytes.utf8(wrong)),
                    wrong);
        }
    }

    @Test
    void numbersWithoutASuccessorAreRefused() {
        TxId last = new TxId(2, Long.MAX_VALUE);
        LedgerFormatException e =
                assertThrows(
                        LedgerFormatException.class,
                        () -> IdentityEndorsement.first(KEYS[0], last, NOW));
        assertTrue(String.valueOf(e.getMessage()).contains("is not a transaction id"));
    }

    private static String info(int key, String created, String status) {
        Certificate certificate =
                CertificateIssuer.selfSignedService(KEYS[key], "CN=Service", NOW, 1);
        var json = Json.object();
        json.put("cert", certificate.pem()).put("current_service_create_txid", created);
        return Json.compact(json.put("status", status));
    }

    private static Entry entry(
            long view, long seqno, @Nullable String info, @Nullable IdentityEndorsement row) {
        List<MapWrites> maps = new ArrayList<>();
        if (info != null) {
            maps.add(MapWrites.put(TableNames.SERVICE_INFO, Bytes.EIGHT_ZEROS, Bytes.utf8(info)));
        }
        if (row != null) {
            maps.add(
                    MapWrites.put(
                            TableNames.PREVIOUS_SERVICE_IDENTITY_ENDORSEMENT,
                            Bytes.EIGHT_ZEROS,
                            row.toJson()));
        }
        return new Entry(
                new TxId(view, seqno),
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
