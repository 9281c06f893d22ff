package dev.tallystick.node.rpc;

import dev.tallystick.kv.RootedTransaction;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Digest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** The transaction of one attempt, begun when it is first needed. Confined to its thread. */
final class Attempt {
    private final Store store;
    private @Nullable Transaction transaction;
    private @Nullable CompletableFuture<Digest> root;

    Attempt(Store store) {
        this.store = store;
    }

    /** The transaction. */
    Transaction transaction() {
        Transaction begun = transaction;
        if (begun == null) {
            begun = store.begin();
            transaction = begun;
        }
        return begun;
    }

    /** The transaction, with the root of what it reads; it must not have begun without. */
    Transaction rootedTransaction() {
        if (transaction != null) {
            throw new IllegalStateException("the transaction has begun without its root");
        }
        RootedTransaction rooted = store.beginWithRoot();
        root = rooted.root();
        transaction = rooted.tx();
        return rooted.tx();
    }

    /** The root over all entries the transaction can see, null if it was not asked for. */
    @Nullable CompletableFuture<Digest> root() {
        return root;
    }
}
