package dev.tallystick.governance.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.governance.constitution.ConstitutionFiles;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the signed requests of a recorded service of CCF again, each on the very state that it met,
 * and compares answers and writes with those of CCF.
 */
class LedgerReplayTest {
    /** The recorded requests to the first node, before the disaster. */
    private static final int PORT = 18180;

    @Test
    void everyRecordedRequestIsAnsweredAsCcfDid() throws IOException {
        List<String> differences = replay(null);
        assertEquals(List.of(), differences);
    }

    @Test
    void ourConstitutionDoesWhatTheRecordedOneDid() throws IOException {
        List<String> differences = replay(ConstitutionFiles.virtual().text());
        assertEquals(List.of(), differences);
    }

    private static List<String> replay(String constitution) throws IOException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (ReplayedService service = new ReplayedService("node0/ledger", constitution)) {
            for (JsonNode exchange : RealData.transcript()) {
                if (exchange.path("port").asInt() == PORT && isSignedRequest(exchange)) {
                    compared++;
                    service.compare(exchange, differences);
                }
            }
        }
        assertTrue(compared > 60, "only " + compared + " requests were recorded");
        return differences;
    }

    private static boolean isSignedRequest(JsonNode exchange) {
        return exchange.path("verb").asString("").equals("POST")
                && exchange.path("path").asString("").startsWith("/gov/");
    }
}
