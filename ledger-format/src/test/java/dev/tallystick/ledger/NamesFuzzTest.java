package dev.tallystick.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tallystick.ledger.crypto.X509Time;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The small texts of requests, receipts and tables: ids, digests, times, JSON. */
class NamesFuzzTest {
    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @FuzzTest(maxDuration = "1m")
    void txId(byte[] utf8) {
        TxId id;
        try {
            id = TxId.parse(text(utf8));
        } catch (IllegalArgumentException refused) { // as documented: callers name the parameter
            return;
        }
        assertEquals(id, TxId.parse(id.toString()));
    }

    @FuzzTest(maxDuration = "1m")
    void hexadecimal(byte[] utf8) {
        byte[] bytes;
        try {
            bytes = Hex.decode(text(utf8));
            Digest.fromHex(text(utf8));
        } catch (LedgerFormatException refused) {
            return;
        }
        assertArrayEquals(bytes, Hex.decode(Hex.encode(bytes)));
    }

    @FuzzTest(maxDuration = "1m")
    void time(byte[] utf8) {
        Instant time;
        try {
            time = X509Time.parse(text(utf8));
        } catch (IllegalArgumentException refused) { // as documented: the text is CCF's
            return;
        }
        if (X509Time.format(time).length() == "YYYYMMDDHHMMSSZ".length()) {
            assertEquals(time, X509Time.parse(X509Time.format(time)));
        }
    }

    @FuzzTest(maxDuration = "1m")
    void json(byte[] utf8) {
        JsonNode value;
        try {
            value = Json.parse(utf8);
        } catch (LedgerFormatException refused) {
            return;
        }
        String canonical = Json.canonical(value);
        assertEquals(canonical, Json.canonical(Json.parse(canonical)));
        assertEquals(canonical, Json.canonical(Json.parse(Json.compact(value))));
    }
}
