package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.platform.snp.SnpReport;

import java.util.Arrays;
import java.util.Optional;

/** What verified evidence says. */
public sealed interface VerifiedQuote {

    /** The format of the evidence. */
    QuoteFormat format();

    /** The code that runs. */
    Measurement measurement();

    /** What the launching host declared, as 64 hex digits; empty if the evidence has none. */
    Optional<String> hostDataHex();

    /** What the node bound to the evidence: 32 bytes (virtual) or 64 (SNP). */
    Bytes reportData();

    /** Whether the evidence is about the node whose key has this SHA-256 (spec 07, 7.2 row 7). */
    default boolean bindsKey(Digest keyDigest) {
        byte[] bound = Arrays.copyOf(reportData().toArray(), Digest.LENGTH);
        return Arrays.equals(bound, keyDigest.bytes());
    }

    /** Evidence without proof: never to be shown as attested. */
    record Virtual(Measurement measurement, Optional<String> hostDataHex, Bytes reportData)
            implements VerifiedQuote {
        @Override
        public QuoteFormat format() {
            return QuoteFormat.INSECURE_VIRTUAL;
        }
    }

    /** A report signed by a chip of AMD. */
    record Snp(SnpReport report) implements VerifiedQuote {
        @Override
        public QuoteFormat format() {
            return QuoteFormat.AMD_SEV_SNP_V1;
        }

        @Override
        public Measurement measurement() {
            return new Measurement(report.measurement());
        }

        @Override
        public Optional<String> hostDataHex() {
            return Optional.of(report.hostDataHex());
        }

        @Override
        public Bytes reportData() {
            return report.reportData();
        }
    }
}
