package dev.tallystick.kv;

import java.util.List;

/** Where the final bytes go: the ledger writer and consensus. */
public interface EntrySink {
    /**
     * Takes the next entries, in seqno order. Called on the pipeline thread; it may block, which is
     * felt as back-pressure ({@link CommitResult.Busy}) once the queue is full. An exception stops
     * the store.
     *
     * <p>One batch that was already on its way when {@link Store#rollback} or {@link
     * Store#becomeBackup} was called may still arrive after it: the receiver must ignore what was
     * rolled back, entries of an earlier view above the seqno that was kept.
     *
     * @param batch not empty, unmodifiable
     */
    void accept(List<PipelineEntry> batch);

    /**
     * The store has stopped: no further entry will come, and every commit fails. Called once, on
     * the pipeline thread.
     *
     * @param cause what the encoder, the signer, a hook or this sink threw
     */
    void failed(Throwable cause);
}
