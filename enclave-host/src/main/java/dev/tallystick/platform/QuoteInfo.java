package dev.tallystick.platform;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;

/**
 * Evidence as it is stored with a node and sent when joining (spec 07, section 1; spec 03, 7.3).
 *
 * @param quote SNP: the raw report. Virtual: a JSON text in UTF-8
 * @param endorsements SNP: PEM text of VCEK, ASK and ARK in this order. Virtual: empty
 * @param uvmEndorsements a COSE Sign1 document about the measurement; null if there is none
 * @param endorsedTcb 16 hex digits; null if not given (no CCF node gives it)
 */
public record QuoteInfo(
        QuoteFormat format,
        Bytes quote,
        Bytes endorsements,
        @Nullable Bytes uvmEndorsements,
        @Nullable String endorsedTcb) {

    /** Evidence without UVM endorsements. */
    public QuoteInfo(QuoteFormat format, Bytes quote, Bytes endorsements) {
        this(format, quote, endorsements, null, null);
    }

    /**
     * Reads the object {@code quote_info}. Members it does not know are ignored.
     *
     * @throws LedgerFormatException if a required member is missing or a member is malformed
     */
    public static QuoteInfo fromJson(JsonNode json) {
        JsonNode uvm = json.path("uvm_endorsements");
        JsonNode tcb = json.path("endorsed_tcb");
        return new QuoteInfo(
                QuoteFormat.parse(text(json, "format")),
                base64(json, "quote"),
                base64(json, "endorsements"),
                uvm.isMissingNode() || uvm.isNull() ? null : base64(json, "uvm_endorsements"),
                tcb.isMissingNode() || tcb.isNull() ? null : text(json, "endorsed_tcb"));
    }

    /** The object {@code quote_info}, with base64 of the standard alphabet; a new tree. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (endorsedTcb != null) {
            json.put("endorsed_tcb", endorsedTcb);
        }
        json.put("endorsements", encode(endorsements));
        json.put("format", format.text());
        json.put("quote", encode(quote));
        putUvmEndorsements(json);
        return json;
    }

    /**
     * The Quote object of {@code GET /node/quotes} and {@code /node/attestations} (spec 02, 8.2;
     * spec 07, section 9), with its members sorted.
     *
     * @param measurementHex the stored {@code code_digest}, or that of the verified quote
     */
    public ObjectNode toQuoteObject(String nodeId, String measurementHex) {
        ObjectNode json = Json.object();
        json.put("endorsements", encode(endorsements));
        json.put("format", format.text());
        json.put("measurement", measurementHex);
        json.put("node_id", nodeId);
        json.put("raw", encode(quote));
        putUvmEndorsements(json);
        return json;
    }

    private void putUvmEndorsements(ObjectNode json) {
        if (uvmEndorsements != null) {
            json.put("uvm_endorsements", encode(uvmEndorsements));
        }
    }

    private static String encode(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static String text(JsonNode json, String name) {
        JsonNode member = json.path(name);
        if (!member.isString()) {
            throw new LedgerFormatException("quote_info." + name + " is not a string");
        }
        return member.stringValue();
    }

    private static Bytes base64(JsonNode json, String name) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text(json, name)));
        } catch (IllegalArgumentException e) {
            throw new LedgerFormatException("quote_info." + name + " is not base64", e);
        }
    }
}
