package dev.tallystick.node.commit;

import dev.tallystick.kv.PipelineEntry;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.OutOfSpaceException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The thread that owns the chunk files (spec 01, 1.4 to 1.7). It takes commands in batches and
 * flushes once for each, so that many entries share one system call.
 *
 * <p>The queue is bounded: when the disk is slow, {@link #append} waits, which is felt as
 * back-pressure up to the clients. When the disk is full it waits for space and goes on where it
 * stopped; nothing is reported as written meanwhile.
 */
public final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int QUEUED_COMMANDS_MAX = 1024;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private sealed interface Command {
        /** Write entries that follow the last one. */
        record Append(List<PipelineEntry> entries) implements Command {}

        /** Tell when everything up to {@code seqno} is with the operating system. */
        record Report(long seqno) implements Command {}

        /** Everything up to {@code seqno} is committed: rename complete files. */
        record Commit(long seqno) implements Command {}

        /** Drop everything above {@code seqno}. */
        record Truncate(long seqno) implements Command {}

        /** End the thread. */
        record Stop() implements Command {}
    }

    private final LedgerFiles files;
    private final LongConsumer written;
    private final FatalHandler fatal;
    private final BlockingQueue<Command> queue = new ArrayBlockingQueue<>(QUEUED_COMMANDS_MAX);
    private final Thread thread;

    /** Written by the thread; readable by anyone. */
    private volatile boolean isOutOfSpace;

    private volatile boolean isClosing;

    /**
     * Starts the thread.
     *
     * @param files owned by this writer from now on
     * @param written told, on the writer's thread, each seqno that {@link #report} asked for; must
     *     not block
     * @param fatal told when a file cannot be written for another reason than a full disk, or when
     *     the disk is still full at the end; nothing is written after that
     */
    public LedgerWriter(LedgerFiles files, LongConsumer written, FatalHandler fatal) {
        this.files = files;
        this.written = written;
        this.fatal = fatal;
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    /**
     * Writes {@code entries}, which follow the last one. Waits while the queue is full.
     *
     * @throws IllegalStateException if nothing can be written any more
     */
    public void append(List<PipelineEntry> entries) {
        put(new Command.Append(entries));
    }

    /** Whether the disk is full, so that nothing is written until there is space. */
    public boolean isOutOfSpace() {
        return isOutOfSpace;
    }

    /** Asks to be told when everything up to {@code seqno} has been written. */
    public void report(long seqno) {
        put(new Command.Report(seqno));
    }

    /** Everything up to {@code seqno} is committed. */
    public void commit(long seqno) {
        put(new Command.Commit(seqno));
    }

    /** Drops everything above {@code seqno}. */
    public void truncate(long seqno) {
        put(new Command.Truncate(seqno));
    }

    private void put(Command command) {
        try {
            if (!handOver(command)) {
                throw new IllegalStateException("the ledger writer has stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing over to the ledger", e);
        }
    }

    /** Waits while the queue is full, but not for a thread that has ended; whether it was taken. */
    private boolean handOver(Command command) throws InterruptedException {
        while (thread.isAlive()) {
            if (queue.offer(command, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void run() {
        List<Command> batch = new ArrayList<>();
        try (files) {
            do {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch);
            } while (carryOut(batch));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) { // the thread's root: without it nothing would ever be committed
            fatal.stop("The ledger cannot be written", t);
        }
    }

    /** Reports come after one flush for the whole batch. Returns whether to go on. */
    private boolean carryOut(List<Command> batch) throws InterruptedException {
        boolean goesOn = true;
        long reportSeqno = 0;
        for (Command command : batch) {
            switch (command) {
                case Command.Append(List<PipelineEntry> entries) -> write(entries);
                case Command.Report(long seqno) -> reportSeqno = seqno;
                case Command.Commit(long seqno) -> files.commit(seqno);
                case Command.Truncate(long seqno) -> onceThereIsSpace(() -> files.truncate(seqno));
                case Command.Stop() -> goesOn = false;
            }
        }
        onceThereIsSpace(files::flush);
        if (reportSeqno > 0) {
            written.accept(reportSeqno);
        }
        return goesOn;
    }

    private void write(List<PipelineEntry> entries) throws InterruptedException {
        for (PipelineEntry entry : entries) {
            onceThereIsSpace(() -> files.append(entry.bytes(), entry.isSignature()));
        }
    }

    /** Repeats {@code write} until the disk has room for it, or until this writer is closed. */
    private void onceThereIsSpace(Runnable write) throws InterruptedException {
        while (true) {
            try {
                write.run();
                if (isOutOfSpace) {
                    isOutOfSpace = false;
                    LOG.info("The ledger is written again: its disk has space");
                }
                return;
            } catch (OutOfSpaceException e) {
                if (isClosing) {
                    throw e;
                }
                if (!isOutOfSpace) {
                    isOutOfSpace = true;
                    LOG.error("Nothing is committed until there is space: {}", e.getMessage());
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    /** Writes what is queued, unless the disk is full, closes the files and ends the thread. */
    @Override
    public void close() {
        isClosing = true;
        try {
            if (handOver(new Command.Stop())) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
