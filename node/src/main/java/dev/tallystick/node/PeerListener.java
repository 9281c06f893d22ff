package dev.tallystick.node;

import dev.tallystick.node.config.Address;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds the node-to-node address. A service of one node knows no peer, so every connection is
 * closed at once.
 */
final class PeerListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerListener.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final ServerSocket socket;

    private PeerListener(ServerSocket socket) {
        this.socket = socket;
    }

    /**
     * Takes the port.
     *
     * @throws StartupException if it cannot be had
     */
    static PeerListener bind(Address address) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByName(address.hostWithoutBrackets()), address.port()));
            PeerListener listener = new PeerListener(socket);
            Thread.ofVirtual().name("peers").start(listener::refuseAll);
            return listener;
        } catch (IOException e) {
            throw new StartupException(
                    ExitStatus.FAILURE,
                    "Cannot listen on %s for $.network.node_to_node_interface: %s; choose another address, or port 0 for any"
                            .formatted(address, e.getMessage()));
        }
    }

    /** What the system assigned. */
    Address address() {
        return Address.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    private void refuseAll() {
        while (!socket.isClosed()) {
            try (Socket peer = socket.accept()) {
                LOG.debug("Refused node-to-node connection from {}", peer.getRemoteSocketAddress());
            } catch (IOException e) {
                LOG.debug("Node-to-node listener: {}", e.getMessage());
                // Out of file descriptors, it would fail again at once.
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Node-to-node listener was not closed cleanly", e);
        }
    }
}
