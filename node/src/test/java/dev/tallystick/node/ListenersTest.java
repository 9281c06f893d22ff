package dev.tallystick.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.NodeConfigurationReader;
import dev.tallystick.node.config.StartupException;
import dev.tallystick.node.http.HttpServer;
import dev.tallystick.node.rpc.InterfaceRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

class ListenersTest {
    @TempDir Path folder;

    /** A configuration with one interface, {@code main}. */
    private NodeConfiguration configuration(String mainInterface) throws IOException {
        String text =
                """
                {
                  "network": {
                    "node_to_node_interface": {"bind_address": "127.0.0.1:0"},
                    "rpc_interfaces": {"main": %s}
                  },
                  "command": {
                    "type": "Start",
                    "start": {
                      "constitution_files": ["actions.js"],
                      "members": [{"certificate_file": "member0_cert.pem"}]
                    }
                  }
                }
                """
                        .formatted(mainInterface);
        Path file = Files.writeString(folder.resolve("node.config.json"), text);
        return new NodeConfigurationReader().read(file, Duration.ZERO).configuration();
    }

    private StartupException refusal(String mainInterface) throws IOException {
        NodeConfiguration configuration = configuration(mainInterface);
        return assertThrows(
                StartupException.class,
                () -> Listeners.bind(configuration, new LateCertificates()).close());
    }

    @Test
    void portZeroBecomesTheOneThatTheSystemAssigned() throws IOException {
        NodeConfiguration configuration = configuration("{\"bind_address\": \"127.0.0.1:0\"}");
        try (HttpServer server = Listeners.bind(configuration, new LateCertificates());
                PeerListener peers =
                        PeerListener.bind(
                                configuration.network().nodeToNodeInterface().bindAddress())) {
            BoundInterfaces bound = Listeners.bound(configuration, peers, server);

            int port = Objects.requireNonNull(bound.rpcAddresses().get("main")).port();
            assertTrue(port > 0, "port " + port);
            assertEquals("{\"main\":\"127.0.0.1:" + port + "\"}", bound.rpcAddressesFile());
            assertTrue(bound.nodeToNodeAddress().port() > 0);
        }
    }

    @Test
    void anOccupiedPortIsNamedWithItsInterface() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();
            StartupException refusal = refusal("{\"bind_address\": \"" + address + "\"}");

            assertEquals(ExitStatus.FAILURE, refusal.status());
            String line = refusal.lines().getFirst();
            assertTrue(line.contains("Cannot listen on " + address), line);
            assertTrue(line.contains("interface 'main'"), line);
        }
    }

    @Test
    void aHardSessionCapBelowTheSoftOneIsRefusedByItsPath() throws IOException {
        StartupException refusal =
                refusal(
                        """
                        {"bind_address": "127.0.0.1:0",
                         "max_open_sessions_soft": 3, "max_open_sessions_hard": 2}
                        """);

        assertEquals(ExitStatus.VALIDATION_ERROR, refusal.status());
        String line = refusal.lines().getFirst();
        assertTrue(
                line.startsWith("$.network.rpc_interfaces.main.max_open_sessions_hard: 2 "), line);
    }

    @Test
    void http2IsRefusedRatherThanServedAsSomethingElse() throws IOException {
        StartupException refusal =
                refusal("{\"bind_address\": \"127.0.0.1:0\", \"app_protocol\": \"HTTP2\"}");

        String line = refusal.lines().getFirst();
        assertTrue(line.startsWith("$.network.rpc_interfaces.main.app_protocol: "), line);
    }

    @Test
    void whatMayBeCalledIsReadFromTheInterface() throws IOException {
        NodeConfiguration configuration =
                configuration(
                        """
                        {"bind_address": "127.0.0.1:0",
                         "accepted_endpoints": ["/node/.*"],
                         "enabled_operator_features": ["SnapshotRead"]}
                        """);
        InterfaceRules rules = Objects.requireNonNull(Listeners.rules(configuration).get("main"));

        assertEquals(Set.of("SnapshotRead"), rules.operatorFeatures());
        assertEquals(
                "/node/.*",
                Objects.requireNonNull(rules.acceptedEndpoints()).stream()
                        .map(Pattern::pattern)
                        .reduce("", String::concat));
    }
}
