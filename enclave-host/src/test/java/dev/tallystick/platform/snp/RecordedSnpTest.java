package dev.tallystick.platform.snp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;
import dev.tallystick.platform.RecordedEvidence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Arrays;

/** Real reports and certificates of AMD chips, with the verdicts of their READMEs. */
class RecordedSnpTest {

    private static final String NOT_SIGNED =
            "SEV-SNP: Chip certificate (VCEK) did not sign this attestation";

    private final SnpVerifier verifier = new SnpVerifier(AmdRoots.PINNED);

    @ParameterizedTest
    @CsvSource({
        "ccf-milan-v3, db18000000000004, 00a00f11",
        "ccf-genoa-v3, 541700000000000a, 00a10f11",
        "ccf-npm-milan-v3-uvm, db18000000000004, 00a00f11"
    })
    void aGenuineReportIsAccepted(String folder, String tcb, String cpuid) {
        SnpReport report = verify(folder, folder, tcb, RecordedEvidence.AT);

        assertEquals(3, report.version());
        assertEquals(0x3001F, report.policy());
        assertEquals(tcb, report.reportedTcb().hex());
        assertEquals(tcb, report.committedTcb().hex());
        assertEquals(
                cpuid,
                SnpProduct.cpuidHex(report.cpuFamily(), report.cpuModel(), report.cpuStepping()));
        assertEquals(
                "4f4448c67f3c8dfc8de8a5e37125d807dadcc41f06cf23f615dbd52eec777d10",
                report.hostDataHex());
    }

    @Test
    void theReportDataIsThatOfTheNode() {
        SnpReport report =
                verify("ccf-npm-milan-v3-uvm", "ccf-npm-milan-v3-uvm", null, RecordedEvidence.AT);

        assertEquals(
                "7a6a68c0a2b85b8aae00ca04f644831680222f44167e5558a9e072b70c60e958"
                        + "00".repeat(32),
                Hex.encode(report.reportData().toArray()));
    }

    @Test
    void theRootOfAnotherProductIsNotTheExpectedOne() {
        assertRefused(
                "The root of trust public key for this attestation was not the expected one",
                () -> verify("ccf-milan-v3", "ccf-genoa-v3", null, RecordedEvidence.AT));
    }

    @Test
    void anotherChipDidNotSignTheReport() {
        assertRefused(
                NOT_SIGNED,
                () -> verify("ccf-milan-v3", "ccf-npm-milan-v3-uvm", null, RecordedEvidence.AT));
    }

    @Test
    void versionTwoIsRefusedBeforeAnyCertificateIsReadAndItsTcbsAreDistinct() {
        Bytes report = RecordedEvidence.bytes("ccf-milan-v2-rejected/report.bin");

        assertRefused(
                "SEV-SNP: Attestation version 2 is not >= expected minimum 3",
                () -> verifier.verify(report, Bytes.EMPTY, null, RecordedEvidence.AT));
        assertEquals("7308000000000003", SnpReport.parse(report).reportedTcb().hex());
        assertEquals("d208000000000003", SnpReport.parse(report).currentTcb().hex());
    }

    @Test
    void aDebugGuestSaysSo() {
        SnpReport report =
                SnpReport.parse(RecordedEvidence.bytes("gosev-milan-v2/attestation.bin"));

        assertTrue(report.isDebugAllowed());
    }

    @Test
    void anExpiredChipCertificateBreaksTheChain() {
        assertRefused(
                "The chain of signatures from the root of trust to this attestation is broken",
                () ->
                        verify(
                                "ccf-milan-v3",
                                "ccf-milan-v3",
                                null,
                                Instant.parse("2032-06-01T00:00:00Z")));
    }

    @Test
    void anotherEndorsedTcbIsRefused() {
        assertRefused(
                "does not match reported TCB",
                () ->
                        verify(
                                "ccf-milan-v3",
                                "ccf-milan-v3",
                                "0000000000000000",
                                RecordedEvidence.AT));
    }

    @Test
    void theNumberOfCertificatesIsExactlyThree() {
        String chain = RecordedEvidence.text("ccf-npm-milan-v3-uvm/endorsements.pem");
        String last = chain.substring(chain.lastIndexOf("-----BEGIN"));
        Bytes report = RecordedEvidence.bytes("ccf-npm-milan-v3-uvm/report.bin");

        assertRefused(
                "Expected 3 endorsement certificates but got 2",
                () ->
                        verifier.verify(
                                report,
                                Bytes.utf8(chain.replace(last, "")),
                                null,
                                RecordedEvidence.AT));
        assertRefused(
                "Expected 3 endorsement certificates but got 4",
                () ->
                        verifier.verify(
                                report,
                                Bytes.utf8(chain + "\n" + last),
                                null,
                                RecordedEvidence.AT));
    }

    @Test
    void aReportOneByteTooShortOrTooLongIsRefused() {
        byte[] report = RecordedEvidence.bytes("ccf-milan-v3/report.bin").toArray();

        for (int size : new int[] {0, report.length - 1, report.length + 1}) {
            assertRefused(
                    "attestation report is not of expected size 1184: " + size,
                    () -> SnpReport.parse(Bytes.wrap(Arrays.copyOf(report, size))));
        }
    }

    @Test
    void aReportWithAnyByteChangedIsRefused() {
        byte[] report = RecordedEvidence.bytes("ccf-genoa-v3/report.bin").toArray();
        Bytes chain = RecordedEvidence.bytes("ccf-genoa-v3/endorsements.pem");

        for (int i = 0; i < report.length; i++) {
            byte[] changed = report.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            assertThrows(
                    SnpException.class,
                    () -> verifier.verify(Bytes.wrap(changed), chain, null, RecordedEvidence.AT),
                    "byte " + i);
        }
    }

    @Test
    void certificatesWithAnyByteChangedAreRefusedOrMeanTheSame() {
        Bytes report = RecordedEvidence.bytes("ccf-genoa-v3/report.bin");
        byte[] chain = RecordedEvidence.bytes("ccf-genoa-v3/endorsements.pem").toArray();

        for (int i = 0; i < chain.length; i += 7) {
            byte[] changed = chain.clone();
            changed[i] = (byte) 0xFF;
            try {
                verifier.verify(report, Bytes.wrap(changed), null, RecordedEvidence.AT);
            } catch (SnpException expected) {
                assertTrue(expected.getMessage() != null);
            }
        }
    }

    @Test
    void theFirmwareVersionIsReadInTheRightOrder() {
        SnpReport report = SnpReport.parse(RecordedEvidence.bytes("ccf-milan-v3/report.bin"));

        assertEquals("1.55.29", report.currentFirmware());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MILAN;d315000000000004;{\"boot_loader\":4,\"hexstring\":\"d315000000000004\","
                        + "\"microcode\":211,\"snp\":21,\"tee\":0}",
                "TURIN;1100000022334455;{\"boot_loader\":68,\"fmc\":85,"
                    + "\"hexstring\":\"1100000022334455\",\"microcode\":17,\"snp\":34,\"tee\":51}"
            })
    void tcbVersionsAreReadByProduct(SnpProduct product, String hex, String expected) {
        assertEquals(Json.parse(expected), TcbVersion.fromHex(hex).on(product).toJson());
    }

    @Test
    void aTcbVersionOfAnotherSizeIsRefused() {
        assertRefused("Invalid TCB version data size: 7", () -> TcbVersion.fromHex("00".repeat(7)));
    }

    private SnpReport verify(
            String reportFolder,
            String chainFolder,
            @org.jspecify.annotations.Nullable String tcb,
            Instant at) {
        return verifier.verify(
                RecordedEvidence.bytes(reportFolder + "/report.bin"),
                RecordedEvidence.bytes(chainFolder + "/endorsements.pem"),
                tcb,
                at);
    }

    private static void assertRefused(
            String expected, org.junit.jupiter.api.function.Executable action) {
        SnpException e = assertThrows(SnpException.class, action);
        assertTrue(
                String.valueOf(e.getMessage()).contains(expected),
                "\"" + e.getMessage() + "\" does not contain \"" + expected + "\"");
    }
}
