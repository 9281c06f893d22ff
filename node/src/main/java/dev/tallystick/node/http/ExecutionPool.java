package dev.tallystick.node.http;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that run handlers, behind one bounded queue. */
final class ExecutionPool implements AutoCloseable {
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads;

    ExecutionPool(HttpServerOptions options) {
        threads =
                new ThreadPoolExecutor(
                        options.executionThreads(),
                        options.executionThreads(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(options.executionQueueMax()),
                        Thread.ofPlatform()
                                .name("execution-", 0)
                                .stackSize(HttpServerOptions.EXECUTION_STACK_BYTES)
                                .daemon()
                                .factory());
    }

    /** Runs {@code work} soon; false when the queue is full or the pool is closed. */
    boolean offer(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Lets running work finish for a while, then interrupts it. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
