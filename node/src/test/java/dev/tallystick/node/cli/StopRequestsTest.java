package dev.tallystick.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class StopRequestsTest {
    private final List<String> calls = new ArrayList<>();
    private final NodeStarter.Running node =
            new NodeStarter.Running() {
                @Override
                public void awaitTermination() {}

                @Override
                public void announceStop() {
                    calls.add("announce");
                }

                @Override
                public void stop() {
                    calls.add("stop");
                }
            };

    @Test
    void aSignalStopsTheNode() {
        StopRequests stops = stops(false);
        stops.started(node);
        stops.received("TERM");
        assertEquals(List.of("stop"), calls);
    }

    @Test
    void theFirstSigtermCanBeAnAnnouncementOnly() {
        StopRequests stops = stops(true);
        stops.started(node);
        stops.received("TERM");
        stops.received("TERM");
        assertEquals(List.of("announce", "stop"), calls);
    }

    @Test
    void sighupIsNeverIgnored() {
        StopRequests stops = stops(true);
        stops.started(node);
        stops.received("HUP");
        assertEquals(List.of("stop"), calls);
    }

    @Test
    void aSignalBeforeTheNodeHasStartedEndsTheProcess() {
        stops(true).received("INT");
        assertEquals(List.of("exit 0"), calls);
    }

    private StopRequests stops(boolean ignoresFirstSigterm) {
        return new StopRequests(ignoresFirstSigterm, status -> calls.add("exit " + status));
    }
}
