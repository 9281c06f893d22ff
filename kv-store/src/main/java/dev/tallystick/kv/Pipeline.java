package dev.tallystick.kv;

import dev.tallystick.ledger.entry.EncodedEntry;
import dev.tallystick.ledger.entry.EntryEncoder;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.WriteSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Everything after the serial step, in seqno order, on one thread: sign where a slot was reserved,
 * encode and encrypt, append the Merkle leaf, run local hooks, hand over in batches.
 */
final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final StoreOptions options;
    private final Sequencer sequencer;
    private final PipelineQueue queue;
    private final History history;
    private final Hooks localHooks;
    private final Ports ports;
    private final EntryEncoder encoder = new EntryEncoder();
    private final Thread thread = new Thread(this::run, "tally-pipeline");

    /** What the pipeline drives. */
    record Ports(Signer signer, EntrySink sink) {}

    /** What the pipeline works on, shared with the store. */
    record Parts(Sequencer sequencer, PipelineQueue queue, History history, Hooks localHooks) {}

    Pipeline(StoreOptions options, Parts parts, Ports ports) {
        this.options = options;
        this.sequencer = parts.sequencer();
        this.queue = parts.queue();
        this.history = parts.history();
        this.localHooks = parts.localHooks();
        this.ports = ports;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets the queue run empty, then ends the thread; after the timeout it is interrupted. */
    void close(Duration timeout) throws InterruptedException {
        queue.stop();
        if (Thread.currentThread().equals(thread)) {
            return; // closed by the sink, whose thread this is
        }
        if (!thread.join(timeout)) {
            LOG.warn("The pipeline did not empty itself within {}; interrupting it", timeout);
            thread.interrupt();
            thread.join(timeout);
        }
    }

    private void run() {
        try {
            while (queue.await()) {
                List<PipelineEntry> batch = nextBatch();
                if (!batch.isEmpty()) {
                    ports.sink().accept(batch);
                }
            }
        } catch (Throwable t) { // the thread's root: whatever it was, the store must not go on
            fail(t);
        }
    }

    /** Takes entries from the queue and finishes them; empty if there are none. */
    List<PipelineEntry> nextBatch() {
        List<PipelineEntry> batch = new ArrayList<>();
        long bytes = 0;
        history.lock();
        try {
            history.compact();
            while (batch.size() < options.batchEntriesMax() && bytes < options.batchBytesMax()) {
                Revision revision = queue.poll();
                if (revision == null) {
                    break;
                }
                PipelineEntry entry = process(revision);
                batch.add(entry);
                bytes += entry.bytes().length;
            }
        } finally {
            history.unlock();
        }
        return Collections.unmodifiableList(batch);
    }

    private PipelineEntry process(Revision revision) {
        int flags = revision.entryFlags();
        if (revision.isSignature()) {
            sign(revision);
            flags =
                    history.endsChunk(revision.seqno())
                            ? EntryFlags.FORCE_CHUNK_AFTER
                            : EntryFlags.NONE;
        }
        WriteSet writes = revision.writes();
        EncodedEntry entry =
                encoder.encode(
                        revision.id(),
                        flags,
                        writes,
                        revision.claims(),
                        history.secrets().at(revision.seqno()));
        history.append(revision.seqno(), entry.leaf(), entry.bytes().length, flags);
        localHooks.run(revision.seqno(), writes);
        return new PipelineEntry(
                revision.id(), entry.bytes(), entry.leaf(), revision.isSignature());
    }

    private void sign(Revision revision) {
        WriteSet writes =
                ports.signer()
                        .sign(
                                revision.id(),
                                history.rootBefore(revision.seqno()),
                                history.serialisedTree());
        revision.signed(writes);
    }

    private void fail(Throwable cause) {
        LOG.error(
                "The store has stopped: its pipeline failed after {}",
                sequencer.current().last(),
                cause);
        StoreFailedException stopped = StoreFailedException.of("its pipeline failed", cause);
        sequencer.stop(stopped);
        history.stop(stopped);
        ports.sink().failed(cause);
    }
}
