package dev.tallystick.ledger.audit;

import static dev.tallystick.ledger.audit.Audits.assertReason;
import static dev.tallystick.ledger.audit.Audits.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent.Kind;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class LedgerAuditorTest {
    private static final String NODE0 = "ccf7-service/node0/ledger";
    private static final String RECOVERED = "ccf7-service/recovered_node/ledger";

    @TempDir private Path copy;

    @ParameterizedTest
    @CsvSource({
        "ccf7-service/node0/ledger, ccf7-service/service_cert_renewed.pem, 2.326, 29, 29",
        "ccf7-service/recovered_node/ledger, ccf7-service/recovered_node/service_cert.pem, 4.348,"
                + " 33, 33",
        "ccf7-service/logging_app/ledger, ccf7-service/logging_app/service_cert.pem, 2.59, 5, 5",
        "ccf-services/cose_flipflop_service/ledger,"
                + " ccf-services/cose_flipflop_service/common/service_cert.pem, 2.46, 23, 5",
        "ccf-services/eol_service/ledger, ccf-services/eol_service/common/service_cert.pem, 10.500,"
                + " 85, 0",
    })
    void recordedLedgersAreAccepted(
            String directory,
            String certificate,
            String last,
            long nodeSignatures,
            long coseSignatures) {
        AuditReport report =
                audit(
                        AuditOptions.of(RecordedServices.path(directory))
                                .withServiceCertificate(
                                        Certificate.fromPem(RecordedServices.text(certificate)))
                                .withExpectedLast(TxId.parse(last)));
        assertEquals(TxId.parse(last), report.lastSigned());
        assertEquals(TxId.parse(last), report.last());
        assertEquals(report.last().seqno(), report.counts().transactions());
        assertEquals(nodeSignatures, report.counts().nodeSignatures());
        assertEquals(coseSignatures, report.counts().coseSignatures());
    }

    @Test
    void theReportTellsTheLifeOfTheService() {
        AuditReport report = audit(AuditOptions.of(RecordedServices.path(RECOVERED)));
        assertEquals(
                List.of(
                        "1 Opening",
                        "9 Open",
                        "150 Open",
                        "327 Recovering",
                        "331 WaitingForRecoveryShares",
                        "335 Open"),
                report.serviceChanges().stream().map(c -> c.seqno() + " " + c.status()).toList());
        assertEquals(
                2,
                report.serviceChanges().stream()
                        .map(AuditReport.ServiceChange::serviceKeyId)
                        .distinct()
                        .count());
        assertEquals(List.of(new TxId(2, 1), new TxId(4, 327)), report.views());
        var counts = report.governanceCounts();
        assertEquals(3, counts.get(Kind.MEMBER_ADDED));
        assertEquals(3, counts.get(Kind.MEMBER_ACTIVATED));
        assertEquals(1, counts.get(Kind.MEMBER_REMOVED));
        assertEquals(2, counts.get(Kind.USER_ADDED));
        assertEquals(1, counts.get(Kind.USER_REMOVED));
        assertEquals(1, counts.get(Kind.PROPOSAL_WITHDRAWN));
        assertEquals(2, counts.get(Kind.LEDGER_REKEYED));
        assertTrue(report.counts().envelopes() > 50, "envelopes " + report.counts().envelopes());
    }

    @Test
    void governanceEventsAreToldAsTheyAreMet() throws IOException {
        List<AuditReport.GovernanceEvent> events = new ArrayList<>();
        AuditReport report =
                LedgerAuditor.audit(
                        AuditOptions.of(RecordedServices.path(RECOVERED)),
                        new AuditListener() {
                            @Override
                            public void progress(long done, long total, long transactions) {}

                            @Override
                            public void governance(AuditReport.GovernanceEvent event) {
                                events.add(event);
                            }
                        });
        assertTrue(
                events.contains(
                        new AuditReport.GovernanceEvent(
                                14,
                                Kind.PROPOSAL_ACCEPTED,
                                "950d082ea0172d1f356c5ceff2b8e79c6069fe8f1110a55c30997cf6c691187f")));
        assertEquals(
                events.size(), report.governanceCounts().values().stream().mapToLong(n -> n).sum());
    }

    @Test
    void progressGoesFromNothingToEverything() throws IOException {
        List<Long> done = new ArrayList<>();
        AuditOptions options = AuditOptions.of(RecordedServices.path(NODE0));
        AuditReport report =
                LedgerAuditor.audit(
                        options,
                        (bytesDone, bytesTotal, transactions) -> {
                            assertTrue(bytesDone <= bytesTotal);
                            done.add(bytesDone);
                        });
        assertEquals(0, done.getFirst());
        assertEquals(report.counts().bytes(), done.getLast());
        assertEquals(done.stream().sorted().toList(), done);
    }

    @Test
    void anotherServicesCertificateIsRefused() {
        AuditOptions options = AuditOptions.of(RecordedServices.path(RECOVERED));
        Certificate before =
                Certificate.fromPem(RecordedServices.text("ccf7-service/node0/service_cert.pem"));
        Certificate foreign =
                CertificateIssuer.selfSignedService(
                        EcKeyPair.generate(Curve.P384), "CN=X", Instant.EPOCH, 1);
        assertReason(
                "the ledger belongs to the service with key",
                () -> audit(options.withServiceCertificate(before)));
        assertReason(
                "the ledger belongs to the service with key",
                () -> audit(options.withServiceCertificate(foreign)));
    }

    private Path copyOf(String directory) {
        return Audits.copy(directory, copy);
    }

    @Test
    void aMissingChunkIsAGap() throws IOException {
        copyOf(NODE0);
        Files.delete(copy.resolve("ledger_79-132.committed"));
        AuditException e =
                assertReason("seqnos 79 to 132 are missing", () -> audit(AuditOptions.of(copy)));
        assertEquals(79, e.seqno());
        assertEquals("ledger_133-153.committed", e.file().getFileName().toString());
    }

    @Test
    void aMissingFirstChunkIsReported() throws IOException {
        copyOf(NODE0);
        Files.delete(copy.resolve("ledger_1-10.committed"));
        assertReason("the ledger does not begin at seqno 1", () -> audit(AuditOptions.of(copy)));
        assertReason(
                "the ledger does not begin at seqno 1",
                () -> audit(AuditOptions.of(RecordedServices.path("ccf7-service/node1/ledger"))));
    }

    @Test
    void anEmptyDirectoryIsNoLedger() {
        IOException e =
                assertThrows(
                        FileSystemException.class,
                        () -> LedgerAuditor.audit(AuditOptions.of(copy), AuditListener.NONE));
        assertEquals(copy + ": there are no ledger files", e.getMessage());
    }

    @Test
    void overlappingChunksAreRefused() throws IOException {
        copyOf(NODE0);
        Files.move(
                copy.resolve("ledger_79-132.committed"), copy.resolve("ledger_70-132.committed"));
        assertReason("the file overlaps with ledger_11-78", () -> audit(AuditOptions.of(copy)));
    }

    @Test
    void copiesSetAsideAndForeignFilesAreNotRead() throws IOException {
        copyOf(NODE0);
        Files.copy(copy.resolve("ledger_1-10.committed"), copy.resolve("ledger_1"));
        Files.writeString(copy.resolve("ledger_5.ignored"), "x");
        Files.writeString(copy.resolve("ledger_300.recovery"), "x");
        Files.writeString(copy.resolve("notes.txt"), "x");
        AuditOptions options = AuditOptions.of(copy, RecordedServices.path(NODE0));
        assertEquals(326, audit(options).last().seqno());
    }

    @Test
    void aLedgerCutAfterASignatureNeedsTheExpectedEndToShow() throws IOException {
        copyOf(NODE0);
        Files.delete(copy.resolve("ledger_287"));
        assertEquals(286, audit(AuditOptions.of(copy)).lastSigned().seqno());
        assertReason(
                "the ledger is signed up to 2.286 only, not up to the expected 2.326",
                () -> audit(AuditOptions.of(copy).withExpectedLast(new TxId(2, 326))));
        assertReason(
                "transaction 2.100 stands where 3.100 is expected",
                () -> audit(AuditOptions.of(copy).withExpectedLast(new TxId(3, 100))));
    }
}
