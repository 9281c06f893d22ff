package dev.tallystick.kv;

import dev.tallystick.ledger.TxId;

import org.jspecify.annotations.Nullable;

/** What became of a transaction that was handed to {@link Store#commit}. */
public sealed interface CommitResult {
    /** Its writes are in the state, and its entry is on the way to the ledger, under this id. */
    record Committed(TxId id) implements CommitResult {}

    /**
     * It wrote nothing, so there is nothing to commit.
     *
     * @param readAt id of the last entry in the state that was read; {@code null} if no map was
     *     opened, or if the store was still empty (spec 02, 5.1)
     */
    record ReadOnly(@Nullable TxId readAt) implements CommitResult {}

    /** Something it has read has changed since; run it again from the start. */
    record Conflict() implements CommitResult {}

    /** This node is not the primary, or the view has changed since the transaction began. */
    record NotPrimary() implements CommitResult {}

    /**
     * The pipeline is full, or too much is not yet globally committed. Nothing was consumed; try
     * again later, or answer 503.
     */
    record Busy() implements CommitResult {}
}
