package dev.tallystick.kv;

import dev.tallystick.ledger.Digest;

import java.util.concurrent.CompletableFuture;

/**
 * A transaction together with the Merkle root of exactly the entries it can see.
 *
 * @param tx begun at some seqno {@code s}
 * @param root root over leaves 0 to {@code s}, complete as soon as the pipeline has processed entry
 *     {@code s}; fails with {@link StoreFailedException} if the store stops, or with {@link
 *     java.util.concurrent.CancellationException} if the entry is rolled back before. Dependent
 *     actions run on the pipeline thread: wait for it instead.
 */
public record RootedTransaction(Transaction tx, CompletableFuture<Digest> root) {}
