package dev.tallystick.node.http;

import java.time.Duration;

/**
 * Sizes of the server as a whole.
 *
 * @param eventLoopThreads that move bytes; at least 1
 * @param executionThreads that run handlers; at least 1
 * @param executionQueueMax requests that may wait for an execution thread; beyond it the answer is
 *     503 with {@code retry-after}
 * @param idleTimeout after which a silent connection is closed (spec 02, 2.7); zero = never
 */
public record HttpServerOptions(
        int eventLoopThreads, int executionThreads, int executionQueueMax, Duration idleTimeout) {
    /** Requests of one connection that are parsed ahead of the one being answered. */
    static final int PIPELINED_MAX = 32;

    /** Native stack of an execution thread; deep JavaScript recursion must end in JavaScript. */
    static final long EXECUTION_STACK_BYTES = 16L << 20;

    /** How long a connection is kept half-open so that its last answer is not lost to a reset. */
    static final Duration LINGER = Duration.ofSeconds(2);

    /** Requests that may wait for an execution thread where nothing else is configured. */
    public static final int EXECUTION_QUEUE_MAX_DEFAULT = 1024;

    /** Refuses sizes that cannot be. */
    public HttpServerOptions {
        if (eventLoopThreads < 1 || executionThreads < 1 || executionQueueMax < 1) {
            throw new IllegalArgumentException(
                    "event loops %d, execution threads %d, execution queue %d: each must be positive"
                            .formatted(eventLoopThreads, executionThreads, executionQueueMax));
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("negative idle timeout " + idleTimeout);
        }
    }

    /** For this machine: half the processors as event loops, the idle timeout of CCF (60 s). */
    public static HttpServerOptions forThisMachine() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new HttpServerOptions(
                Math.max(1, processors / 2),
                Math.max(4, processors),
                EXECUTION_QUEUE_MAX_DEFAULT,
                Duration.ofSeconds(60));
    }
}
