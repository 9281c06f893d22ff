package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.platform.snp.AmdRoots;
import dev.tallystick.platform.snp.SnpException;
import dev.tallystick.platform.snp.SnpVerifier;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies evidence of any format: a pure function, the same for the node's own evidence, for that
 * of a joining node and for a client's (spec 07, sections 5 and 8).
 */
public final class QuoteVerifier {

    private static final Pattern HOST_DATA = Pattern.compile("[0-9a-f]{64}");
    private static final int VIRTUAL_QUOTE_SIZE_MAX = 64 * 1024;

    private final SnpVerifier snp;

    /** A verifier that trusts AMD's pinned keys. */
    public QuoteVerifier() {
        this(new SnpVerifier(AmdRoots.PINNED));
    }

    /** A verifier with another judge of SNP evidence, for tests with a made-up AMD. */
    public QuoteVerifier(SnpVerifier snp) {
        this.snp = snp;
    }

    /**
     * What the evidence says, if it holds. A virtual quote holds whenever it can be read; whether a
     * service accepts it is a matter of its {@link JoinPolicy}.
     *
     * @param at the instant at which certificates must be valid
     * @throws QuoteException if it does not hold
     */
    public VerifiedQuote verify(QuoteInfo quote, Instant at) {
        return switch (quote.format()) {
            case INSECURE_VIRTUAL -> verifyVirtual(quote.quote());
            case AMD_SEV_SNP_V1 -> verifySnp(quote, at);
            case OE_SGX_V1 ->
                    throw new QuoteException(
                            "CCF 7.0.0 only supports SNP and Virtual attestation formats");
        };
    }

    private VerifiedQuote verifySnp(QuoteInfo quote, Instant at) {
        try {
            return new VerifiedQuote.Snp(
                    snp.verify(quote.quote(), quote.endorsements(), quote.endorsedTcb(), at));
        } catch (SnpException e) {
            throw new QuoteException(String.valueOf(e.getMessage()), e);
        }
    }

    private static VerifiedQuote verifyVirtual(Bytes quote) {
        if (quote.length() > VIRTUAL_QUOTE_SIZE_MAX) {
            throw new QuoteException("Virtual attestation of " + quote.length() + " bytes");
        }
        JsonNode json;
        byte[] reportData;
        try {
            json = Json.parse(quote);
            reportData = Base64.getDecoder().decode(json.path("report_data").asString(""));
        } catch (LedgerFormatException | IllegalArgumentException e) {
            throw new QuoteException("Virtual attestation cannot be parsed", e);
        }
        JsonNode measurement = json.path("measurement");
        if (!measurement.isString()) {
            throw new QuoteException("Virtual attestation without measurement");
        }
        if (reportData.length != Digest.LENGTH) {
            throw new QuoteException(
                    "Virtual attestation with report data of " + reportData.length + " bytes");
        }
        JsonNode hostData = json.path("host_data");
        return new VerifiedQuote.Virtual(
                new Measurement(Bytes.utf8(measurement.stringValue())),
                hostData.isString()
                        ? Optional.of(hostData.stringValue())
                                .filter(text -> HOST_DATA.matcher(text).matches())
                        : Optional.empty(),
                Bytes.wrap(reportData));
    }
}
