package dev.tallystick.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.RecordedLedger;
import dev.tallystick.ledger.RecordedServices;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.audit.AuditReport.GovernanceEvent.Kind;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.shares.RecordedSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

class LedgerAuditorTest {
    private static final String NODE0 = "ccf7-service/node0/ledger";
    private static final String RECOVERED = "ccf7-service/recovered_node/ledger";

    @TempDir private Path copy;

    private static AuditReport audit(AuditOptions options) {
        try {
            return LedgerAuditor.audit(options, AuditListener.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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

    private static AuditException assertReason(String start, Runnable audit) {
        AuditException e = assertThrows(AuditException.class, audit::run);
        assertTrue(e.reason().startsWith(start), e::getMessage);
        return e;
    }

    private Path copyOf(String directory) {
        try {
            for (Path file : RecordedServices.files(directory)) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private void edit(String file, Consumer<byte[]> change) throws IOException {
        byte[] bytes = Files.readAllBytes(copy.resolve(file));
        change.accept(bytes);
        Files.write(copy.resolve(file), bytes);
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
    void aTruncatedLedgerIsReported() throws IOException {
        copyOf(NODE0);
        Path open = copy.resolve("ledger_287");
        long size = Files.size(open);
        for (long cut : new long[] {1, 7, 8, 9, 100, 1000, 5000}) {
            try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
                file.setLength(size - cut);
            }
            AuditException e =
                    assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
            assertEquals(open, e.file());
            AuditReport report = audit(AuditOptions.of(copy).allowUnsignedTail());
            assertTrue(
                    report.openEnd().unsignedEntries() + report.openEnd().tornBytes() > 0,
                    "cut of " + cut);
            assertReason(
                    "the ledger is signed up to ",
                    () ->
                            audit(
                                    AuditOptions.of(copy)
                                            .allowUnsignedTail()
                                            .withExpectedLast(new TxId(2, 326))));
        }
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

    @Test
    void whatADyingNodeLeavesBehindIsReportedNotRefused() throws IOException {
        Path newFile = copyOf(NODE0).resolve("ledger_327");
        for (int size : new int[] {0, 3, 8}) {
            Files.write(newFile, new byte[size]);
            assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)), "size " + size);
            assertEquals(326, audit(AuditOptions.of(copy).allowUnsignedTail()).last().seqno());
        }
        for (String name : List.of("ledger_327", "ledger_287")) {
            Files.delete(copy.resolve(name));
        }
        Path complete = copy.resolve("ledger_272-286.committed");
        byte[] bytes = Files.readAllBytes(complete);
        Files.delete(complete);
        Arrays.fill(bytes, 0, 8, (byte) 0);
        int table = bytes.length - 4 * 15;
        for (int size : new int[] {table, table + 1, table + 4, bytes.length - 1, bytes.length}) {
            Files.write(copy.resolve("ledger_272"), Arrays.copyOf(bytes, size));
            assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)), "size " + size);
            AuditReport report = audit(AuditOptions.of(copy).allowUnsignedTail());
            assertEquals(new TxId(2, 286), report.lastSigned());
            assertEquals(size - table, report.openEnd().tornBytes());
        }
        bytes[table + 5] ^= 1;
        Files.write(copy.resolve("ledger_272"), bytes);
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @Test
    void damagedFilesNeverRaiseAnythingElse() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        Path file = copy.resolve("ledger_11");
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(9);
        for (int round = 0; round < 40; round++) {
            byte[] bad =
                    Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(2000));
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(bad.length);
                bad[at] = (byte) random.nextInt();
                bad[(at + 1) % bad.length] = (byte) random.nextInt();
            }
            Files.write(file, bad);
            try {
                audit(AuditOptions.of(copy).allowUnsignedTail());
            } catch (AuditException e) {
                assertTrue(e.seqno() > 0, e::getMessage);
            }
        }
    }

    @Test
    void trailingGarbageIsReported() throws IOException {
        copyOf(NODE0);
        Path open = copy.resolve("ledger_287");
        Files.write(open, new byte[] {0}, StandardOpenOption.APPEND);
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @Test
    void aChangedEntryIsNamed() throws IOException {
        copyOf(NODE0);
        edit(
                "ledger_157-224.committed",
                bytes -> bytes[8 + 8] ^= 1); // encryption tag of the first entry
        AuditException e = assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy)));
        AuditException placed = Diagnosis.of(AuditOptions.of(copy), e);
        assertEquals(157, placed.seqno());
        assertEquals(16, placed.offset());
        assertTrue(placed.reason().contains(", the one that was signed is 0x"), placed::getMessage);
    }

    @Test
    void damageInTheMiddleOfAnOpenFileIsNotTakenForATornEnd() throws IOException {
        copyOf(NODE0);
        edit(
                "ledger_287",
                bytes -> bytes[8 + 5] ^= 1); // size of the first entry becomes 16 MiB larger
        assertThrows(AuditException.class, () -> audit(AuditOptions.of(copy).allowUnsignedTail()));
    }

    @ParameterizedTest
    @CsvSource({
        NODE0 + ", 1, 200",
        RECOVERED + ", 2, 12",
        "ccf-services/eol_service/ledger, 3, 12",
        "ccf7-service/logging_app/ledger, 4, 12",
        "ccf-services/cose_flipflop_service/ledger, 5, 12"
    })
    void anyFlippedBitIsDetected(String directory, long seed, int flips) throws IOException {
        copyOf(directory);
        List<Path> files;
        try (var list = Files.list(copy)) {
            files = list.sorted().toList();
        }
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            long position = random.nextLong(total);
            for (Path file : files) {
                if (position < Files.size(file)) {
                    assertFlipIsDetected(file, position, 1 << random.nextInt(8));
                    break;
                }
                position -= Files.size(file);
            }
        }
    }

    @Test
    void anyFlippedBitOfOffsetAndTableIsDetected() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        for (String name : List.of("ledger_1-10.committed", "ledger_11")) {
            Path file = copy.resolve(name);
            for (int bit = 0; bit < 64; bit++) {
                assertFlipIsDetected(file, bit / 8, 1 << (bit % 8));
            }
        }
        Path committed = copy.resolve("ledger_1-10.committed");
        long size = Files.size(committed);
        for (long at = size - 40; at < size; at++) {
            assertFlipIsDetected(committed, at, 1 << (at % 8));
        }
    }

    /**
     * The entry that no signature covers: every byte of it but those that only the ledger secret
     * can check.
     */
    @Test
    void anyFlippedBitOfTheLastSignatureIsDetected() throws IOException {
        copyOf("ccf7-service/logging_app/ledger");
        Path file = copy.resolve("ledger_11");
        byte[] bytes = Files.readAllBytes(file);
        int start = 8;
        for (int at = 8; at < bytes.length; at += size(bytes, at)) {
            start = at;
        }
        int undetected = 0;
        for (int at = start; at < bytes.length; at++) {
            boolean isTag = at >= start + 8 && at < start + 24;
            boolean isEvidence = at >= start + 85 && at < start + 117;
            if (isTag || isEvidence) {
                undetected++;
            } else if (at % 11 == 0 || at < start + 150) {
                assertFlipIsDetected(file, at, 1 << (at % 8));
            }
        }
        assertEquals(undetected, audit(AuditOptions.of(copy)).openEnd().sealedByteCount());
    }

    @Test
    void theLedgerSecretsMakeEveryByteCheckable() throws IOException {
        copyOf(NODE0);
        LedgerSecrets secrets =
                RecordedSecrets.recover(RecordedLedger.entries(NODE0), "ccf7-service/keys", 2);
        AuditOptions options = AuditOptions.of(copy).withSecrets(secrets);
        assertEquals(0, audit(options).openEnd().sealedByteCount());
        Path file = copy.resolve("ledger_287");
        byte[] bytes = Files.readAllBytes(file);
        int start = 8;
        for (int at = 8; at < bytes.length; at += size(bytes, at)) {
            start = at;
        }
        for (int offset : new int[] {8, 23, 85, 116}) {
            flip(file, start + offset, 4);
            audit(AuditOptions.of(copy));
            assertThrows(AuditException.class, () -> audit(options), () -> "byte " + offset);
            flip(file, start + offset, 4);
        }
    }

    private static int size(byte[] bytes, int at) {
        return 8
                + (bytes[at + 2] & 0xff)
                + ((bytes[at + 3] & 0xff) << 8)
                + ((bytes[at + 4] & 0xff) << 16);
    }

    private void assertFlipIsDetected(Path file, long position, int mask) throws IOException {
        flip(file, position, mask);
        try {
            assertThrows(
                    AuditException.class,
                    () -> audit(AuditOptions.of(copy)),
                    () -> "bit " + mask + " of byte " + position + " of " + file.getFileName());
        } finally {
            flip(file, position, mask);
        }
    }

    private static void flip(Path file, long position, int mask) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            int value = access.read();
            access.seek(position);
            access.write(value ^ mask);
        }
    }
}
