package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.config.Address;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

class PeerListenerTest {
    private static final Address ANY_PORT = Address.parse("127.0.0.1:0");

    @Test
    void whoeverConnectsIsSentAway() throws IOException {
        try (PeerListener peers = PeerListener.bind(ANY_PORT);
                Socket peer =
                        new Socket(InetAddress.getLoopbackAddress(), peers.address().port())) {
            peer.setSoTimeout(10_000);
            assertEquals(-1, peer.getInputStream().read(), "the connection stays open");
        }
    }

    @Test
    void anOccupiedPortIsNamedWithItsPathInTheConfiguration() {
        try (PeerListener first = PeerListener.bind(ANY_PORT)) {
            StartupException refusal =
                    assertThrows(
                            StartupException.class,
                            () -> PeerListener.bind(first.address()).close());

            assertEquals(ExitStatus.FAILURE, refusal.status());
            String line = refusal.lines().getFirst();
            assertTrue(
                    line.startsWith(
                            "Cannot listen on %s for $.network.node_to_node_interface"
                                    .formatted(first.address())),
                    line);
        }
    }
}
