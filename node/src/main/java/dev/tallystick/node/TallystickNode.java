package dev.tallystick.node;

import dev.tallystick.node.config.Command;
import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.NodeConfiguration;
import dev.tallystick.node.config.StartupException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running node. Safe for use by any thread. */
public final class TallystickNode {
    private static final Logger LOG = LoggerFactory.getLogger(TallystickNode.class);

    private final LiveNodeView view;
    private final Shutdown shutdown;
    private final Ending ending;
    private final AtomicBoolean isStopping = new AtomicBoolean();

    TallystickNode(LiveNodeView view, Shutdown shutdown, Ending ending) {
        this.view = view;
        this.shutdown = shutdown;
        this.ending = ending;
    }

    /**
     * Starts a node and returns once it is part of its service.
     *
     * @param configuration validated; its PID file is the caller's affair
     * @param launcher the file that was invoked, whose digest is the host data on the virtual
     *     platform (spec 06, 2.3)
     * @throws StartupException if the node cannot start; nothing is left running
     */
    public static TallystickNode start(NodeConfiguration configuration, Path launcher) {
        if (configuration.command() instanceof Command.Start start) {
            return new NodeStart(configuration, start, launcher).run();
        }
        throw new StartupException(
                ExitStatus.FAILURE,
                "$.command.type: this version can only Start a new service; Join and Recover are"
                        + " not supported yet");
    }

    /** Hex SHA-256 of the node's public key. */
    public String id() {
        return view.nodeId();
    }

    /** Announces that a stop is near: readiness turns to 503 (spec 06, 9.2). */
    public void announceStop() {
        view.giveStopNotice();
    }

    /**
     * Stops: no new requests, what was executed is signed, written and flushed. May be called
     * again, by any thread; only the first call does it.
     */
    public void stop() {
        if (!isStopping.getAndSet(true)) {
            shutdown.close();
            LOG.info("Node n[{}] has stopped", id());
            ending.gracefully();
        }
    }

    /**
     * Returns once the node has stopped.
     *
     * @throws StartupException if it could not go on, with the reason
     */
    public void awaitTermination() throws InterruptedException {
        ending.await();
    }
}
