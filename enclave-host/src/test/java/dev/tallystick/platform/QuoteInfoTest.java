package dev.tallystick.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Base64;

class QuoteInfoTest {

    @Test
    void theQuoteObjectOfARecordedNodeIsRebuilt() {
        JsonNode recorded =
                Json.parse(RecordedEvidence.text("virtual/node-quotes.json")).get("quotes").get(0);
        QuoteInfo quote =
                new QuoteInfo(
                        QuoteFormat.INSECURE_VIRTUAL,
                        Bytes.wrap(Base64.getDecoder().decode(recorded.get("raw").stringValue())),
                        Bytes.EMPTY);
        VerifiedQuote verified = new QuoteVerifier().verify(quote, RecordedEvidence.AT);

        JsonNode rebuilt =
                quote.toQuoteObject(
                        recorded.get("node_id").stringValue(), verified.measurement().hex());

        assertEquals(Json.compact(recorded), Json.compact(rebuilt));
    }

    @Test
    void itIsWrittenAndReadBack() {
        QuoteInfo quote =
                new QuoteInfo(
                        QuoteFormat.AMD_SEV_SNP_V1,
                        Bytes.utf8("report"),
                        Bytes.utf8("chain"),
                        Bytes.utf8("uvm"),
                        "db18000000000004");

        assertEquals(quote, QuoteInfo.fromJson(quote.toJson()));
        assertEquals(
                "{\"endorsed_tcb\":\"db18000000000004\",\"endorsements\":\"Y2hhaW4=\","
                        + "\"format\":\"AMD_SEV_SNP_v1\",\"quote\":\"cmVwb3J0\","
                        + "\"uvm_endorsements\":\"dXZt\"}",
                Json.canonical(quote.toJson()));
    }

    @Test
    void absentOptionalMembersStayAbsentAndUnknownOnesAreIgnored() {
        QuoteInfo quote =
                QuoteInfo.fromJson(
                        Json.parse(
                                "{\"endorsements\":\"\",\"format\":\"Insecure_Virtual\","
                                        + "\"quote\":\"e30=\",\"tpm_quote\":1}"));

        assertNull(quote.uvmEndorsements());
        assertNull(quote.endorsedTcb());
        assertEquals("{}", quote.quote().utf8());
    }

    @Test
    void malformedMembersAreNamed() {
        assertRefused("{\"format\":\"Insecure_Virtual\",\"quote\":1}", "quote_info.quote");
        assertRefused("{\"format\":\"Insecure_Virtual\",\"quote\":\"*\"}", "quote_info.quote");
        assertRefused("{\"format\":\"Other\"}", "unknown quote format \"Other\"");
        assertRefused("[]", "quote_info.format");
    }

    private static void assertRefused(String json, String expected) {
        LedgerFormatException e =
                assertThrows(
                        LedgerFormatException.class, () -> QuoteInfo.fromJson(Json.parse(json)));
        assertTrue(String.valueOf(e.getMessage()).startsWith(expected), e::getMessage);
    }
}
