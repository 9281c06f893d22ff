package dev.tallystick.governance.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a recorded service of CCF told of itself, asked again of its ledger. */
class RecordedReadsTest {
    private static final int PORT = 18180;

    @Test
    void everyReadIsAnsweredAsCcfDid() throws IOException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (ReplayedService service = new ReplayedService("node0/ledger", null)) {
            for (JsonNode exchange : RealData.transcript()) {
                boolean isGovernance =
                        exchange.path("path").asString("").matches("/gov/(members|service|rec).*");
                if (exchange.path("port").asInt() == PORT
                        && isGovernance
                        && exchange.path("verb").asString("").equals("GET")) {
                    compared++;
                    service.compareRead(exchange, differences);
                }
            }
        }
        assertTrue(compared >= 10, "only " + compared + " reads were recorded");
        assertEquals(List.of(), differences);
    }
}
