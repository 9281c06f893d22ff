package dev.tallystick.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.platform.snp.TcbPolicy;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The rows of spec 07, 7.2, and their order. */
class JoinCheckTest {

    private static final Digest KEY = Digest.sha256(new byte[] {1});
    private static final String HOST_DATA = "ab".repeat(32);
    private static final String MEASUREMENT = VirtualPlatform.MEASUREMENT;

    /** A policy that accepts what its sets hold, and any firmware. */
    private record Lists(Set<String> hostData, Set<String> measurements, Optional<TcbPolicy> tcb)
            implements JoinPolicy {
        @Override
        public boolean allowsHostData(QuoteFormat format, String hostDataHex) {
            return hostData.contains(hostDataHex);
        }

        @Override
        public boolean allowsMeasurement(QuoteFormat format, String measurement) {
            return measurements.contains(measurement);
        }

        @Override
        public Optional<TcbPolicy> minimumTcb(String cpuidHex) {
            return cpuidHex.equals("00a00f11") ? tcb : Optional.empty();
        }
    }

    private static final JoinPolicy OPEN =
            new Lists(Set.of(HOST_DATA), Set.of(MEASUREMENT), Optional.empty());
    private static final JoinPolicy EMPTY = new Lists(Set.of(), Set.of(), Optional.empty());

    @Test
    void aVirtualNodeOfTheTablesMayJoin() {
        assertEquals(JoinVerdict.ACCEPTED, checkVirtual(quote(MEASUREMENT, HOST_DATA, KEY), OPEN));
    }

    @Test
    void evidenceThatCannotBeReadIsRefusedFirst() {
        assertEquals(JoinVerdict.NOT_VERIFIED, checkVirtual("{", EMPTY));
        assertEquals(JoinVerdict.NOT_VERIFIED, checkVirtual("{}", EMPTY));
        assertEquals(
                JoinVerdict.NOT_VERIFIED,
                checkVirtual("{\"measurement\":\"m\",\"report_data\":\"AAAA\"}", EMPTY));
        assertEquals(
                JoinVerdict.NOT_VERIFIED,
                checkVirtual("{\"measurement\":\"m\",\"report_data\":\"?\"}", EMPTY));
    }

    @Test
    void evidenceWithoutHostDataIsRefused() {
        String withoutHostData =
                quote(MEASUREMENT, HOST_DATA, KEY).replace("\"host_data\"", "\"other\"");

        assertEquals(JoinVerdict.HOST_DATA_NOT_FOUND, checkVirtual(withoutHostData, OPEN));
        assertEquals(
                JoinVerdict.HOST_DATA_NOT_FOUND,
                checkVirtual(quote(MEASUREMENT, "not hex", KEY), OPEN));
    }

    @Test
    void unknownHostDataIsRefusedBeforeAnUnknownMeasurement() {
        assertEquals(
                JoinVerdict.HOST_DATA_NOT_AUTHORISED,
                checkVirtual(quote("other", HOST_DATA, KEY), EMPTY));
    }

    @Test
    void anUnknownMeasurementIsRefusedBeforeAnotherKey() {
        assertEquals(
                JoinVerdict.MEASUREMENT_NOT_FOUND,
                checkVirtual(quote("other", HOST_DATA, Digest.ZERO), OPEN));
    }

    @Test
    void evidenceForAnotherKeyIsRefused() {
        assertEquals(
                JoinVerdict.KEY_NOT_BOUND,
                checkVirtual(quote(MEASUREMENT, HOST_DATA, Digest.ZERO), OPEN));
    }

    @Test
    void aNodeWithProofRefusesEvidenceWithout() {
        JoinCheck check = new JoinCheck(new QuoteVerifier(), QuoteFormat.AMD_SEV_SNP_V1);

        assertEquals(
                JoinVerdict.NOT_VERIFIED,
                check.check(
                        virtual(quote(MEASUREMENT, HOST_DATA, KEY)),
                        KEY,
                        OPEN,
                        RecordedEvidence.AT));
    }

    @Test
    void sgxIsNeverVerified() {
        QuoteInfo sgx = new QuoteInfo(QuoteFormat.OE_SGX_V1, Bytes.EMPTY, Bytes.EMPTY);

        QuoteException e =
                assertThrows(
                        QuoteException.class,
                        () -> new QuoteVerifier().verify(sgx, RecordedEvidence.AT));

        assertEquals("CCF 7.0.0 only supports SNP and Virtual attestation formats", e.getMessage());
    }

    @Test
    void aRecordedVirtualNodeIsBoundToItsKey() {
        VerifiedQuote verified =
                new QuoteVerifier()
                        .verify(
                                virtual(
                                        RecordedEvidence.text(
                                                "virtual/ccf_virtual_attestation.28151.attestation")),
                                RecordedEvidence.AT);

        assertEquals(MEASUREMENT, verified.measurement().text());
        assertEquals(
                true,
                verified.bindsKey(
                        Digest.fromHex(
                                "3ab58a58c907d3fc0d5c2101974137eb8657e9d12d0b982d6e3065c88e2f3071")));
    }

    @Test
    void aRealSnpReportPassesAPolicyMadeForIt() {
        assertEquals(JoinVerdict.ACCEPTED, checkSnp(snpPolicy(Set.of(), 219)));
    }

    @Test
    void eachRowOfThePolicyCanRefuseARealSnpReport() {
        assertEquals(
                JoinVerdict.HOST_DATA_NOT_AUTHORISED,
                checkSnp(snpPolicy(Set.of("host data", "measurement", "tcb"), 219)));
        assertEquals(
                JoinVerdict.MEASUREMENT_NOT_FOUND,
                checkSnp(snpPolicy(Set.of("measurement", "tcb"), 219)));
        assertEquals(JoinVerdict.CPU_NOT_FOUND, checkSnp(snpPolicy(Set.of("tcb"), 219)));
        assertEquals(JoinVerdict.TCB_TOO_LOW, checkSnp(snpPolicy(Set.of(), 220)));
    }

    @Test
    void anUnverifiedUvmDocumentIsNeverAccepted() {
        QuoteInfo plain = snpQuote();
        QuoteInfo withDocument =
                new QuoteInfo(
                        plain.format(),
                        plain.quote(),
                        plain.endorsements(),
                        Bytes.utf8("document"),
                        null);

        assertEquals(
                JoinVerdict.UVM_ENDORSEMENTS_NOT_AUTHORISED,
                new JoinCheck(new QuoteVerifier(), QuoteFormat.AMD_SEV_SNP_V1)
                        .check(
                                withDocument,
                                Digest.ZERO,
                                snpPolicy(Set.of(), 0),
                                RecordedEvidence.AT));
    }

    private static JoinVerdict checkSnp(JoinPolicy policy) {
        return new JoinCheck(new QuoteVerifier(), QuoteFormat.AMD_SEV_SNP_V1)
                .check(snpQuote(), Digest.ZERO, policy, RecordedEvidence.AT);
    }

    private static QuoteInfo snpQuote() {
        return new QuoteInfo(
                QuoteFormat.AMD_SEV_SNP_V1,
                RecordedEvidence.bytes("ccf-milan-v3/report.bin"),
                RecordedEvidence.bytes("ccf-milan-v3/endorsements.pem"));
    }

    /** What the recorded Milan report needs, without the parts that are {@code missing}. */
    private static JoinPolicy snpPolicy(Set<String> missing, int microcode) {
        Set<String> hostData =
                new HashSet<>(
                        Set.of("4f4448c67f3c8dfc8de8a5e37125d807dadcc41f06cf23f615dbd52eec777d10"));
        Set<String> measurements =
                new HashSet<>(
                        Set.of(
                                "5feee30d6d7e1a29f403d70a4198237ddfb13051a2d6976439487c609388ed7f"
                                        + "98189887920ab2fa0096903a0c23fca1"));
        Optional<TcbPolicy> tcb = Optional.of(new TcbPolicy(microcode, 24, 0, 4, null, null));
        return new Lists(
                missing.contains("host data") ? Set.of() : hostData,
                missing.contains("measurement") ? Set.of() : measurements,
                missing.contains("tcb") ? Optional.empty() : tcb);
    }

    private static JoinVerdict checkVirtual(String quote, JoinPolicy policy) {
        return new JoinCheck(new QuoteVerifier(), QuoteFormat.INSECURE_VIRTUAL)
                .check(virtual(quote), KEY, policy, RecordedEvidence.AT);
    }

    private static QuoteInfo virtual(String quote) {
        return new QuoteInfo(QuoteFormat.INSECURE_VIRTUAL, Bytes.utf8(quote), Bytes.EMPTY);
    }

    private static String quote(String measurement, String hostData, Digest reportData) {
        return "{\"host_data\":\"%s\",\"measurement\":\"%s\",\"report_data\":\"%s\"}"
                .formatted(
                        hostData,
                        measurement,
                        Base64.getEncoder().encodeToString(reportData.bytes()));
    }
}
