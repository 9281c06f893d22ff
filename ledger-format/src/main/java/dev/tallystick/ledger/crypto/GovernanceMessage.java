package dev.tallystick.ledger.crypto;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.cbor.Cbor;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A member's signed request: a COSE_Sign1 with an attached payload and the headers that governance
 * requires (spec 03, 2.1). Parsed, but not yet verified.
 *
 * @param cose the whole message
 * @param alg COSE algorithm number; whether it is acceptable is the authenticator's question
 * @param kid the member id as text, not yet looked up
 * @param createdAt whole seconds
 * @param type {@code ccf.gov.msg.type}, null if absent
 * @param proposalId {@code ccf.gov.msg.proposal_id}, null if absent
 */
public record GovernanceMessage(
        CoseSign1 cose,
        long alg,
        String kid,
        Instant createdAt,
        @Nullable String type,
        @Nullable String proposalId) {
    static final String LABEL_TYPE = "ccf.gov.msg.type";
    static final String LABEL_CREATED_AT = "ccf.gov.msg.created_at";
    static final String LABEL_PROPOSAL_ID = "ccf.gov.msg.proposal_id";

    /**
     * Latest instant that {@link Instant} can hold; later ones, still legal CBOR, are cut to it.
     */
    private static final long SECONDS_MAX = Instant.MAX.getEpochSecond();

    /**
     * Parses a request body.
     *
     * @throws CoseException with CCF's text, to be answered as {@code error.message} (spec 03, 2.3)
     */
    public static GovernanceMessage parse(byte[] body) {
        CoseSign1 cose = CoseSign1.parse(body, GovernanceMessage::check);
        if (cose.payload().isEmpty()) {
            throw CoseSign1.malformed();
        }
        Cbor.Map header = cose.protectedHeader();
        return new GovernanceMessage(
                cose,
                requireAlg(header),
                requireKid(header),
                Instant.ofEpochSecond(Math.min(requireCreatedAt(header), SECONDS_MAX)),
                text(header, LABEL_TYPE),
                text(header, LABEL_PROPOSAL_ID));
    }

    /** Runs all header checks in CCF's order. */
    private static void check(Cbor.Map header) {
        requireAlg(header);
        requireKid(header);
        requireCreatedAt(header);
        text(header, LABEL_TYPE);
        text(header, LABEL_PROPOSAL_ID);
    }

    private static long requireAlg(Cbor.Map header) {
        Cbor alg =
                header.get(CoseSign1.LABEL_ALG)
                        .orElseThrow(
                                () -> new CoseException("Missing algorithm in protected header"));
        if (alg instanceof Cbor.Int(long value)) {
            return value;
        }
        throw wrongType("alg");
    }

    private static String requireKid(Cbor.Map header) {
        Cbor kid =
                header.get(CoseSign1.LABEL_KID)
                        .orElseThrow(() -> new CoseException("Missing kid in protected header"));
        if (kid instanceof Cbor.ByteString(Bytes bytes)) {
            return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
        }
        throw wrongType("kid");
    }

    private static long requireCreatedAt(Cbor.Map header) {
        Cbor createdAt =
                header.get(LABEL_CREATED_AT)
                        .orElseThrow(
                                () -> new CoseException("Missing created_at in protected header"));
        if (createdAt instanceof Cbor.Int(long value)) {
            if (value < 0) {
                throw new CoseException("Header parameter created_at must be positive");
            }
            return value;
        }
        throw wrongType(LABEL_CREATED_AT);
    }

    private static @Nullable String text(Cbor.Map header, String label) {
        Optional<Cbor> value = header.get(label);
        if (value.isEmpty()) {
            return null;
        }
        if (value.get() instanceof Cbor.Text(String text)) {
            return text;
        }
        throw wrongType(label);
    }

    private static CoseException wrongType(String label) {
        return new CoseException("Failed to decode protected header: wrong type of " + label);
    }

    /** The payload; a copy. */
    public byte[] payload() {
        return cose.payload().orElseThrow();
    }

    /** Verifies the signature with the member's key: the algorithm must fit the curve. */
    public boolean verify(EcPublicKey key) {
        return cose.verify(key);
    }
}
