package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.crypto.Certificate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Audits that begin in the middle: after a proved transaction, or after a snapshot. */
class ResumedAuditTest {
    private static final String LEDGER = "ccf7-service/node0/ledger";

    @TempDir private Path copy;

    private static AuditReport audit(AuditOptions options) throws IOException {
        return LedgerAuditor.audit(options, AuditListener.NONE);
    }

    @Test
    void theReportIsThatOfAWholeAudit() throws IOException {
        AuditOptions options = AuditOptions.of(RecordedServices.path(LEDGER));
        AuditReport whole = audit(options);
        AuditReport resumed = audit(options.withTrusted(new TxId(2, 225)));
        assertEquals(whole.lastSigned(), resumed.lastSigned());
        assertEquals(whole.counts().transactions(), resumed.counts().transactions());
        assertTrue(resumed.counts().envelopes() < whole.counts().envelopes());
    }

    @Test
    void damageBeforeTheTrustedTransactionIsStillFound() throws IOException {
        for (Path file : RecordedServices.files(LEDGER)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        try (RandomAccessFile file =
                new RandomAccessFile(copy.resolve("ledger_79-132.committed").toFile(), "rw")) {
            file.seek(8 + 16); // in the encryption tag of the first entry
            int value = file.read();
            file.seek(8 + 16);
            file.write(value ^ 1);
        }
        AuditOptions options = AuditOptions.of(copy).withTrusted(new TxId(2, 225));
        assertThrows(AuditException.class, () -> audit(options));
    }

    @Test
    void aTrustedTransactionOfAnotherViewIsRefused() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER)).withTrusted(new TxId(3, 225));
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertEquals("transaction 2.225 stands where 3.225 is trusted", e.reason());
    }

    @Test
    void theViewOfATransactionBeforeTheSnapshotIsKnown() throws IOException {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER))
                        .fromSnapshot(
                                RecordedServices.path(
                                        "ccf7-service/node0/snapshots/snapshot_78_79.committed"));
        assertEquals(new TxId(2, 79), audit(options.withExpectedLast(new TxId(2, 17))).first());
        AuditException e =
                assertThrows(
                        AuditException.class,
                        () -> audit(options.withExpectedLast(new TxId(3, 17))));
        assertTrue(e.reason().contains("2.17 stands where 3.17 is expected"), e::reason);
    }

    @Test
    void aLedgerThatDoesNotReachTheTrustedTransactionIsRefused() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER)).withTrusted(new TxId(2, 999));
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertTrue(e.reason().contains("not up to the trusted 2.999"), e::reason);
    }

    @Test
    void filesBeforeASnapshotNeedNotBeThere() throws IOException {
        Path snapshot =
                RecordedServices.path("ccf7-service/node1/snapshots/snapshot_224_225.committed");
        AuditReport report =
                audit(
                        AuditOptions.of(RecordedServices.path("ccf7-service/node1/ledger"))
                                .fromSnapshot(snapshot)
                                .allowUnsignedTail()
                                .withServiceCertificate(
                                        certificate("ccf7-service/service_cert_renewed.pem")));
        assertEquals(new TxId(2, 225), report.first());
        assertEquals(report.last().seqno() - 224, report.counts().transactions());
        assertTrue(report.counts().envelopes() > 0, "members are known from the snapshot");
    }

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, ccf7-service/node0/snapshots/snapshot_78_79.committed",
        "ccf7-service/node0/ledger, ccf7-service/node0/snapshots/snapshot_286_287.committed",
        "ccf7-service/recovered_node/ledger,"
                + " ccf7-service/node0/snapshots/snapshot_153_154.committed",
        "ccf7-service/recovered_node/ledger,"
                + " ccf7-service/recovered_node/snapshots/snapshot_336_337.committed",
        "ccf-services/eol_service/ledger,"
                + " ccf-services/eol_service/snapshots/snapshot_493_494.committed",
        "ccf7-service/logging_app/ledger,"
                + " ccf7-service/logging_app/snapshots/snapshot_10_11.committed",
    })
    void theEndIsThatOfAWholeAudit(String ledger, String snapshot) throws IOException {
        AuditOptions options = AuditOptions.of(RecordedServices.path(ledger));
        AuditReport whole = audit(options);
        AuditReport after = audit(options.fromSnapshot(RecordedServices.path(snapshot)));
        assertEquals(whole.last(), after.last());
        assertEquals(whole.lastSigned(), after.lastSigned());
        assertEquals(whole.openEnd(), after.openEnd());
        assertEquals(whole.views().getLast().view(), after.views().getLast().view());
        assertTrue(after.counts().nodeSignatures() < whole.counts().nodeSignatures());
    }

    @Test
    void aLedgerThatBeginsTooLateForTheSnapshotIsAGap() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path("ccf7-service/node1/ledger"))
                        .fromSnapshot(
                                RecordedServices.path(
                                        "ccf7-service/node0/snapshots/snapshot_78_79.committed"));
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertEquals(
                "the ledger does not begin at seqno 79: seqnos 79 to 224 are missing", e.reason());
    }

    @Test
    void aSnapshotOfAnotherServiceDoesNotFit() {
        AuditOptions options =
                AuditOptions.of(RecordedServices.path(LEDGER))
                        .fromSnapshot(
                                RecordedServices.path(
                                        "ccf7-service/logging_app/snapshots/snapshot_10_11.committed"));
        assertThrows(AuditException.class, () -> audit(options));
    }

    @Test
    void aDamagedSnapshotIsNamedWithTheCheckThatFails() throws IOException {
        Path good = RecordedServices.path("ccf7-service/node0/snapshots/snapshot_78_79.committed");
        Path bad = copy.resolve("snapshot_78_79.committed");
        byte[] bytes = Files.readAllBytes(good);
        bytes[5000] ^= 1;
        Files.write(bad, bytes);
        AuditOptions options = AuditOptions.of(RecordedServices.path(LEDGER)).fromSnapshot(bad);
        AuditException e = assertThrows(AuditException.class, () -> audit(options));
        assertEquals(bad, e.file());
        assertTrue(e.reason().startsWith("the snapshot: "), e::reason);
    }

    private static Certificate certificate(String path) {
        return Certificate.fromPem(RecordedServices.text(path));
    }
}
