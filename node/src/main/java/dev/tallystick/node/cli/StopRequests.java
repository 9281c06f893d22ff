package dev.tallystick.node.cli;

import dev.tallystick.node.config.ExitStatus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * What signals do to a node (spec 06, 9.2). Signal threads call {@link #received}, the main thread
 * {@link #started}.
 */
final class StopRequests {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequests.class);
    private static final long PARENT_WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final AtomicBoolean isSigtermToBeIgnored;
    private final IntConsumer exit;

    /** Guarded by this; null until the node has started. */
    private NodeStarter.@Nullable Running node;

    /** For this process. */
    StopRequests(boolean ignoresFirstSigterm) {
        this(ignoresFirstSigterm, System::exit);
    }

    /**
     * @param exit ends the process; called where a signal comes before the node has started
     */
    StopRequests(boolean ignoresFirstSigterm, IntConsumer exit) {
        this.isSigtermToBeIgnored = new AtomicBoolean(ignoresFirstSigterm);
        this.exit = exit;
    }

    /** From now on there is a node to stop. */
    synchronized void started(NodeStarter.Running running) {
        node = running;
    }

    /**
     * A signal has come.
     *
     * @param name without {@code SIG}
     */
    void received(String name) {
        NodeStarter.Running running = node();
        if (running == null) {
            LOG.info("SIG{}: Shutting down before the node has started", name);
            exit.accept(ExitStatus.SUCCESS.code());
        } else if (name.equals("TERM") && isSigtermToBeIgnored.getAndSet(false)) {
            LOG.info("SIGTERM: Notifying enclave, but not shutting down.");
            running.announceStop();
        } else {
            LOG.info("SIG{}: Shutting down enclave gracefully...", name);
            running.stop();
        }
    }

    /**
     * Stops when the process that started this one has ended, where it asked for that: the node of
     * a sandbox must not outlive it, even if the sandbox is killed.
     */
    void followParent() {
        Long parent = Long.getLong("tally.parent");
        if (parent != null) {
            Thread.ofVirtual().name("parent-watch").start(() -> stopAfter(parent));
        }
    }

    private void stopAfter(long parent) {
        while (isOurParent(parent)) {
            LockSupport.parkNanos(PARENT_WATCH_NANOS);
        }
        LOG.info("The parent process has ended");
        received("HUP");
    }

    /**
     * Whether we have not been handed to another parent. Asking for the process itself would not
     * do: one that was killed stays there until somebody has asked for its exit status.
     */
    private static boolean isOurParent(long parent) {
        return ProcessHandle.current().parent().filter(now -> now.pid() == parent).isPresent();
    }

    private synchronized NodeStarter.@Nullable Running node() {
        return node;
    }
}
