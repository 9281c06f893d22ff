package dev.tallystick.platform;

import dev.tallystick.ledger.Digest;
import dev.tallystick.platform.snp.SnpProduct;
import dev.tallystick.platform.snp.SnpReport;
import dev.tallystick.platform.snp.TcbPolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a node may join: its evidence holds, and the service's policy accepts what it says, in
 * the order of spec 07, 7.2 (the numbers are in the code).
 */
public final class JoinCheck {

    private static final Logger LOG = LoggerFactory.getLogger(JoinCheck.class);

    private final QuoteVerifier verifier;
    private final QuoteFormat ownFormat;

    /**
     * A check made by a node whose own evidence has {@code ownFormat}: one with proof does not
     * accept evidence without.
     */
    public JoinCheck(QuoteVerifier verifier, QuoteFormat ownFormat) {
        this.verifier = verifier;
        this.ownFormat = ownFormat;
    }

    /**
     * The verdict on {@code quote}.
     *
     * @param keyDigest SHA-256 of the DER SubjectPublicKeyInfo of the joiner's TLS certificate
     * @param at the instant at which certificates must be valid
     */
    public JoinVerdict check(QuoteInfo quote, Digest keyDigest, JoinPolicy policy, Instant at) {
        VerifiedQuote verified;
        try {
            if (quote.format() == QuoteFormat.INSECURE_VIRTUAL && ownFormat != quote.format()) {
                throw new QuoteException("Virtual evidence is no proof to this node");
            }
            verified = verifier.verify(quote, at);
        } catch (QuoteException e) {
            LOG.warn("Failed to verify attestation report: {}", e.getMessage());
            return JoinVerdict.NOT_VERIFIED; // 1
        }
        JoinVerdict verdict = checkCode(quote, verified, policy);
        if (verdict != JoinVerdict.ACCEPTED) {
            return verdict;
        }
        return verified.bindsKey(keyDigest) ? verdict : JoinVerdict.KEY_NOT_BOUND; // 7
    }

    /** Rows 2 to 6. */
    private static JoinVerdict checkCode(
            QuoteInfo quote, VerifiedQuote verified, JoinPolicy policy) {
        Optional<String> hostData = verified.hostDataHex();
        if (hostData.isEmpty()) {
            return JoinVerdict.HOST_DATA_NOT_FOUND; // 2
        }
        if (!policy.allowsHostData(verified.format(), hostData.get())) {
            return JoinVerdict.HOST_DATA_NOT_AUTHORISED; // 3
        }
        return switch (verified) {
            case VerifiedQuote.Virtual virtual ->
                    policy.allowsMeasurement(virtual.format(), virtual.measurement().text())
                            ? JoinVerdict.ACCEPTED
                            : JoinVerdict.MEASUREMENT_NOT_FOUND; // 4a
            case VerifiedQuote.Snp snp -> checkSnp(quote, snp, policy);
        };
    }

    private static JoinVerdict checkSnp(QuoteInfo quote, VerifiedQuote.Snp snp, JoinPolicy policy) {
        if (quote.uvmEndorsements() != null) {
            // 4c: this version does not verify such documents, and so accepts none of them.
            return JoinVerdict.UVM_ENDORSEMENTS_NOT_AUTHORISED;
        }
        if (!policy.allowsMeasurement(snp.format(), snp.measurement().hex())) {
            return JoinVerdict.MEASUREMENT_NOT_FOUND; // 4b
        }
        SnpReport report = snp.report();
        Optional<TcbPolicy> minimum =
                policy.minimumTcb(
                        SnpProduct.cpuidHex(
                                report.cpuFamily(), report.cpuModel(), report.cpuStepping()));
        Optional<SnpProduct> product = SnpProduct.of(report.cpuFamily(), report.cpuModel());
        if (minimum.isEmpty() || product.isEmpty()) {
            return JoinVerdict.CPU_NOT_FOUND; // 5
        }
        return minimum.get().isMetBy(report.reportedTcb().on(product.get()))
                ? JoinVerdict.ACCEPTED
                : JoinVerdict.TCB_TOO_LOW; // 6
    }
}
