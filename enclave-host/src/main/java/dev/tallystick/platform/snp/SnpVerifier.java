package dev.tallystick.platform.snp;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Hex;
import dev.tallystick.ledger.Json;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Verifies SEV-SNP evidence: eighteen checks in a fixed order, of which the first that fails
 * decides (spec 07, section 5; the numbers are in the code). A pure function: no clock, no network.
 *
 * <p>Beyond CCF, a missing version or chip extension in the VCEK is a failure, and bit 17 of the
 * guest policy must be set.
 */
public final class SnpVerifier {

    static final String NOT_SIGNED_BY_VCEK =
            "SEV-SNP: Chip certificate (VCEK) did not sign this attestation";

    private static final int VERSION_MIN = 3;
    private static final int ECDSA_P384_SHA384 = 1;
    private static final int SIGNING_KEY_VCEK = 0;
    private static final int GUEST_VMPL_MAX = 3;

    private final AmdRoots roots;

    /** A verifier that trusts only {@code roots}; {@link AmdRoots#PINNED} in production. */
    public SnpVerifier(AmdRoots roots) {
        this.roots = roots;
    }

    /**
     * The report, if it was signed by a genuine chip for an acceptable guest.
     *
     * @param quote the raw report
     * @param endorsements PEM text of VCEK, ASK, ARK
     * @param endorsedTcb 16 hex digits that the reported TCB must equal; null = not asked for
     * @param at the instant at which the certificates must be valid
     * @throws SnpException if any check fails
     */
    public SnpReport verify(
            Bytes quote, Bytes endorsements, @Nullable String endorsedTcb, Instant at) {
        SnpReport report = SnpReport.parse(quote); // 2
        SnpProduct product = productOf(report);
        Endorsements chain = Endorsements.parse(endorsements); // 5
        checkChain(report, product, chain, at);
        checkSignature(report, chain.vcek());
        checkFields(report);
        checkChip(report, product, chain.vcek());
        checkEndorsedTcb(report, endorsedTcb);
        return report;
    }

    /** Checks 3 and 4. */
    private static SnpProduct productOf(SnpReport report) {
        require(
                Integer.compareUnsigned(report.version(), VERSION_MIN) >= 0,
                "SEV-SNP: Attestation version "
                        + Integer.toUnsignedString(report.version())
                        + " is not >= expected minimum "
                        + VERSION_MIN);
        return SnpProduct.of(report.cpuFamily(), report.cpuModel())
                .orElseThrow(
                        () ->
                                new SnpException(
                                        "SEV-SNP: Unsupported CPUID family "
                                                + report.cpuFamily()
                                                + " model "
                                                + report.cpuModel()));
    }

    /** Checks 6 to 8. */
    private void checkChain(SnpReport report, SnpProduct product, Endorsements chain, Instant at) {
        require(
                roots.isRootOf(product, chain.ark().getPublicKey()),
                "SEV-SNP: The root of trust public key for this attestation was not the expected"
                        + " one for v"
                        + report.version()
                        + " "
                        + report.cpuFamily()
                        + " "
                        + report.cpuModel());
        try {
            chain.ark().verify(chain.ark().getPublicKey());
            chain.ark().checkValidity(Date.from(at));
        } catch (GeneralSecurityException e) {
            throw new SnpException(
                    "SEV-SNP: The root of trust public key for this attestation was not self"
                            + " signed as expected",
                    e);
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(chain.ark(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            factory.generateCertPath(List.of(chain.vcek(), chain.ask())),
                            parameters);
        } catch (GeneralSecurityException e) {
            throw new SnpException(
                    "SEV-SNP: The chain of signatures from the root of trust to this attestation"
                            + " is broken",
                    e);
        }
    }

    /** Checks 9 and 10. */
    private static void checkSignature(SnpReport report, X509Certificate vcek) {
        require(
                report.signatureAlgorithm() == ECDSA_P384_SHA384,
                "SEV-SNP: Unsupported signature algorithm: "
                        + Integer.toUnsignedString(report.signatureAlgorithm())
                        + " (supported: 1)");
        boolean isSigned;
        try {
            Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
            signature.initVerify(vcek.getPublicKey());
            signature.update(report.signed());
            isSigned = signature.verify(report.signature());
        } catch (GeneralSecurityException e) {
            throw new SnpException(NOT_SIGNED_BY_VCEK, e);
        }
        require(isSigned, NOT_SIGNED_BY_VCEK);
    }

    /** Checks 11 to 15. */
    private static void checkFields(SnpReport report) {
        require(
                report.signingKey() == SIGNING_KEY_VCEK,
                "SEV-SNP: Attestation report must be signed by VCEK: " + report.signingKey());
        require(!report.isChipKeyMasked(), "SEV-SNP: Mask chip key must not be set");
        require(
                report.vmpl() <= GUEST_VMPL_MAX,
                "SEV-SNP: This report seems to be host generated (VMPL " + report.vmpl() + " > 3)");
        require(
                !report.isDebugAllowed(),
                "SEV-SNP: SNP attestation report guest policy debugging must not be enabled");
        require(
                !report.isMigrationAllowed(),
                "SEV-SNP: SNP attestation report guest policy migration must not be enabled");
        require(
                report.isReservedPolicyBitSet(),
                "SEV-SNP: SNP attestation report guest policy lacks bit 17");
    }

    /** Checks 16 and 17. */
    private static void checkChip(SnpReport report, SnpProduct product, X509Certificate vcek) {
        TcbPolicy endorsed = VcekExtensions.tcb(vcek, product);
        TcbPolicy reported = report.reportedTcb().on(product);
        require(
                endorsed.isMetBy(reported),
                "SEV-SNP: Reported TCB "
                        + Json.canonical(reported.toJson())
                        + " does not meet or exceed the endorsed TCB "
                        + Json.canonical(endorsed.toJson()));
        Bytes chipId = Bytes.copyOf(report.chipId().toArray(), 0, product.chipIdSize());
        Bytes endorsedChipId = VcekExtensions.hardwareId(vcek);
        require(
                chipId.equals(endorsedChipId),
                "SEV-SNP: Chip ID in attestation does not match endorsed chip ID: "
                        + Hex.encode(chipId.toArray())
                        + " != "
                        + Hex.encode(endorsedChipId.toArray()));
    }

    /** Check 18. */
    private static void checkEndorsedTcb(SnpReport report, @Nullable String endorsedTcb) {
        if (endorsedTcb != null) {
            require(
                    TcbVersion.fromHex(endorsedTcb).equals(report.reportedTcb()),
                    "SEV-SNP: endorsed TCB "
                            + endorsedTcb
                            + " does not match reported TCB "
                            + report.reportedTcb());
        }
    }

    private static void require(boolean holds, String refusal) {
        if (!holds) {
            throw new SnpException(refusal);
        }
    }
}
