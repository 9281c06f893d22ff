package dev.tallystick.platform.snp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The rows of spec 07, section 5, each provoked alone with evidence of a made-up AMD. */
class SnpVerifierTest {

    private static final MadeUpAmd MILAN = new MadeUpAmd(SnpProduct.MILAN);
    private static final MadeUpAmd TURIN = new MadeUpAmd(SnpProduct.TURIN);

    @Test
    void aGoodGuestIsAccepted() {
        SnpReport report = verify(r -> {});

        assertEquals("c803000004050607", report.reportedTcb().hex());
    }

    @Test
    void turinHasAShorterChipIdAndAnotherOrderOfVersions() {
        SnpReport report =
                TURIN.verifier()
                        .verify(
                                TURIN.report(r -> {}),
                                TURIN.endorsements(e -> {}),
                                "c803000004050607",
                                MadeUpAmd.AT);

        assertEquals(
                new TcbPolicy(200, 4, 5, 6, 7, "c803000004050607"),
                report.reportedTcb().on(SnpProduct.TURIN));
    }

    @Test
    void anOldLayoutIsRefused() { // 3
        assertReportRefused(r -> r.putInt(0, 2), "Attestation version 2 is not >= expected");
    }

    @Test
    void anUnknownCpuIsRefusedInDecimalNumbers() { // 4
        assertReportRefused(
                r -> r.put(0x189, (byte) 0xA0), "Unsupported CPUID family 25 model 160");
    }

    @Test
    void anotherRootIsRefused() { // 6
        assertRefused(
                "was not the expected one for v3 25 1",
                () ->
                        new SnpVerifier(AmdRoots.PINNED)
                                .verify(
                                        MILAN.report(r -> {}),
                                        MILAN.endorsements(e -> {}),
                                        null,
                                        MadeUpAmd.AT));
    }

    @Test
    void aRootThatIsNoLongerValidIsRefused() { // 7
        assertRefused(
                "was not self signed as expected",
                () ->
                        MILAN.verifier()
                                .verify(
                                        MILAN.report(r -> {}),
                                        MILAN.endorsements(e -> {}),
                                        null,
                                        MadeUpAmd.AT.plusSeconds(200_000)));
    }

    @Test
    void anIntermediateThatDidNotSignIsRefused() { // 8
        assertRefused(
                "chain of signatures from the root of trust to this attestation is broken",
                () ->
                        MILAN.verifier()
                                .verify(
                                        MILAN.report(r -> {}),
                                        MILAN.brokenEndorsements(),
                                        null,
                                        MadeUpAmd.AT));
    }

    @Test
    void anUnknownSignatureAlgorithmIsRefused() { // 9
        assertReportRefused(
                r -> r.putInt(0x34, 2), "Unsupported signature algorithm: 2 (supported: 1)");
    }

    @Test
    void aSignatureOfAnotherReportIsRefused() { // 10
        byte[] changed = MILAN.report(r -> {}).toArray();
        changed[0x50] = 1;

        assertRefused(
                "Chip certificate (VCEK) did not sign this attestation",
                () -> verifyRaw(Bytes.wrap(changed)));
    }

    @Test
    void anotherSigningKeyIsRefused() { // 11
        assertReportRefused(r -> r.putInt(0x48, 1 << 2), "must be signed by VCEK: 1");
    }

    @Test
    void aMaskedChipKeyIsRefused() { // 12
        assertReportRefused(r -> r.putInt(0x48, 1 << 1), "Mask chip key must not be set");
    }

    @Test
    void aReportOfTheHostIsRefused() { // 13
        assertReportRefused(r -> r.putInt(0x30, -1), "host generated (VMPL 4294967295 > 3)");
        assertReportRefused(r -> r.putInt(0x30, 4), "host generated (VMPL 4 > 3)");
    }

    @Test
    void aDebugGuestIsRefused() { // 14
        assertReportRefused(
                r -> r.putLong(0x08, 0x3001F | 1 << 19), "debugging must not be enabled");
    }

    @Test
    void aGuestThatMayMigrateIsRefused() { // 15
        assertReportRefused(
                r -> r.putLong(0x08, 0x3001F | 1 << 18), "migration must not be enabled");
    }

    @Test
    void aPolicyWithoutItsFixedBitIsRefused() {
        assertReportRefused(r -> r.putLong(0x08, 0x1001F), "lacks bit 17");
    }

    @Test
    void eachFirmwareComponentMustMeetTheCertificates() { // 16
        for (int index : new int[] {0, 1, 6, 7}) {
            assertReportRefused(
                    r -> r.put(0x180 + index, (byte) (r.get(0x180 + index) - 1)),
                    "does not meet or exceed the endorsed TCB");
        }
    }

    @Test
    void newerFirmwareThanTheCertificatesIsAccepted() {
        verify(r -> r.put(0x187, (byte) 201));
    }

    @Test
    void anotherChipIsRefused() { // 17
        assertReportRefused(r -> r.put(0x1A0, (byte) 0), "does not match endorsed chip ID");
    }

    @Test
    void anotherEndorsedTcbIsRefused() { // 18
        assertRefused(
                "endorsed TCB c803000004050606 does not match reported TCB c803000004050607",
                () ->
                        MILAN.verifier()
                                .verify(
                                        MILAN.report(r -> {}),
                                        MILAN.endorsements(e -> {}),
                                        "c803000004050606",
                                        MadeUpAmd.AT));
    }

    @Test
    void aChipCertificateWithoutAnExtensionIsRefused() {
        for (String missing : new String[] {"3.1", "3.2", "3.3", "3.8", "4"}) {
            assertRefused(
                    "The VCEK has no extension for",
                    () ->
                            MILAN.verifier()
                                    .verify(
                                            MILAN.report(r -> {}),
                                            MILAN.endorsements(e -> e.remove(missing)),
                                            null,
                                            MadeUpAmd.AT));
        }
    }

    @Test
    void aFirmwareVersionThatIsNoByteIsRefused() {
        assertRefused(
                "Invalid microcode value in TCB version",
                () ->
                        MILAN.verifier()
                                .verify(
                                        MILAN.report(r -> {}),
                                        MILAN.endorsements(
                                                e -> e.put("3.8", MadeUpAmd.integer(256))),
                                        null,
                                        MadeUpAmd.AT));
    }

    @Test
    void endorsementsAreBoundedBeforeTheyAreRead() {
        assertRefused(
                "too large",
                () -> Endorsements.parse(Bytes.wrap(new byte[Endorsements.SIZE_MAX + 1])));
        assertRefused(
                "got 0", () -> Endorsements.parse(Bytes.wrap(new byte[Endorsements.SIZE_MAX])));
    }

    private static SnpReport verify(Consumer<ByteBuffer> changes) {
        return verifyRaw(MILAN.report(changes));
    }

    private static SnpReport verifyRaw(Bytes report) {
        return MILAN.verifier().verify(report, MILAN.endorsements(e -> {}), null, MadeUpAmd.AT);
    }

    private static void assertReportRefused(Consumer<ByteBuffer> changes, String expected) {
        assertRefused(expected, () -> verify(changes));
    }

    private static void assertRefused(String expected, Executable action) {
        SnpException e = assertThrows(SnpException.class, action);
        assertTrue(
                String.valueOf(e.getMessage()).contains(expected),
                "\"" + e.getMessage() + "\" does not contain \"" + expected + "\"");
    }
}
