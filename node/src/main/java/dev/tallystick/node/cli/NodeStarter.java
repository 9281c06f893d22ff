package dev.tallystick.node.cli;

import dev.tallystick.node.config.NodeConfiguration;

import java.io.IOException;
import java.nio.file.Path;

/** The one place where the command line meets the node; tests put a fake here. */
interface NodeStarter {
    /**
     * Starts a node.
     *
     * @param configuration validated, its PID file claimed
     * @param launcher the file that was invoked, whose digest is the host data (spec 06, 2.3)
     * @throws IOException where files or sockets refuse
     */
    Running start(NodeConfiguration configuration, Path launcher) throws IOException;

    /** A node that was started. */
    interface Running {
        /** Returns once the node has stopped. */
        void awaitTermination() throws InterruptedException;

        /** Announces that a stop is near (spec 06, 9.2). */
        void announceStop();

        /** Stops gracefully: nothing acknowledged is lost, files stay. May be called twice. */
        void stop();
    }
}
