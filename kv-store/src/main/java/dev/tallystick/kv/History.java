package dev.tallystick.kv;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunker;
import dev.tallystick.ledger.merkle.MerkleTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the final bytes of all entries so far add up to: the Merkle tree, the sizes that decide
 * where chunks end, and the ledger secrets in use.
 *
 * <p>Guarded by its {@link #lock}, which the pipeline thread holds while it processes a batch, but
 * not while it hands it over. The lock is fair, so that a rollback gets its turn from a busy
 * pipeline. Whoever takes the commit lock as well takes this one first.
 */
final class History {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final long chunkBytes;
    private MerkleTree tree = new MerkleTree();
    private LedgerChunker chunker;

    /** Secrets that this node was given, and did not learn from entries: no rollback drops them. */
    private LedgerSecrets given;

    private final List<PendingRoot> pendingRoots = new ArrayList<>();
    private boolean isSnapshotRequested;
    private @Nullable StoreFailedException stopped;

    /** Changed under the lock; readable by anyone. */
    private volatile LedgerSecrets secrets;

    /** Seqno of the last entry in the tree. Changed under the lock; readable by anyone. */
    private volatile long appendedSeqno;

    /** Raised by compaction without the lock; the next batch flushes the tree up to here. */
    private volatile long compactedSeqno;

    private record PendingRoot(long seqno, CompletableFuture<Digest> root) {}

    History(long chunkBytes, LedgerSecrets secrets) {
        this.chunkBytes = chunkBytes;
        this.chunker = new LedgerChunker(chunkBytes, 0);
        this.given = secrets;
        this.secrets = secrets;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    LedgerSecrets secrets() {
        return secrets;
    }

    void addSecret(LedgerSecret secret) {
        lock.lock();
        try {
            secrets = secrets.with(secret);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds secrets that this node is given.
     *
     * @throws IllegalArgumentException if another key is known for one of their seqnos
     */
    void give(LedgerSecrets more) {
        lock.lock();
        try {
            secrets = secrets.withAll(more);
            given = given.withAll(more);
        } finally {
            lock.unlock();
        }
    }

    /** Goes on from a tree whose last leaf is that of a committed entry which ended a chunk. */
    void restore(MerkleTree restored) {
        checkLocked();
        long seqno = restored.size() - 1;
        restored.flushTo(seqno);
        tree = restored;
        chunker = new LedgerChunker(chunkBytes, seqno);
        appendedSeqno = seqno;
        compactedSeqno = seqno;
    }

    /** Leaf of an entry since the last compaction, whose own leaf is still there. */
    Digest leaf(long seqno) {
        checkLocked();
        return tree.leaf(seqno);
    }

    /** Seqno of the last entry in its final form; 0 if there is none. */
    long appendedSeqno() {
        return appendedSeqno;
    }

    /** Root over leaves 0 to {@code seqno - 1}. */
    Digest rootBefore(long seqno) {
        checkLocked();
        return tree.root(seqno);
    }

    byte[] serialisedTree() {
        checkLocked();
        return tree.serialise();
    }

    /**
     * Whether the signature at {@code seqno} shall end a chunk (spec 01, 1.5). Asked once for each
     * signature.
     */
    boolean endsChunk(long seqno) {
        checkLocked();
        boolean isDue = chunker.endsChunk(seqno);
        boolean isAsked = isSnapshotRequested;
        isSnapshotRequested = false;
        return isDue || isAsked;
    }

    /** Appends an entry in its final form. */
    void append(long seqno, Digest leaf, int sizeBytes, int entryFlags) {
        checkLocked();
        Check.that(tree.size() == seqno, "entry %s does not follow %s", seqno, tree.size() - 1);
        tree.append(leaf);
        appendedSeqno = seqno;
        chunker.appended(seqno, sizeBytes, entryFlags);
        if (!pendingRoots.isEmpty()) {
            completeRootsAt(seqno);
        }
    }

    /**
     * Root over leaves 0 to {@code seqno}, as soon as there are that many.
     *
     * @param seqno not below the last compaction
     */
    CompletableFuture<Digest> rootThrough(long seqno) {
        checkLocked();
        if (seqno < tree.size()) {
            return CompletableFuture.completedFuture(tree.root(seqno + 1));
        }
        if (stopped != null) {
            return CompletableFuture.failedFuture(stopped);
        }
        CompletableFuture<Digest> root = new CompletableFuture<>();
        pendingRoots.add(new PendingRoot(seqno, root));
        return root;
    }

    void requestChunk(long seqno) {
        lock.lock();
        try {
            chunker.requestChunk(seqno);
        } finally {
            lock.unlock();
        }
    }

    void requestSnapshot() {
        lock.lock();
        try {
            isSnapshotRequested = true;
        } finally {
            lock.unlock();
        }
    }

    void rollback(long seqno) {
        checkLocked();
        if (seqno < tree.size() - 1) {
            tree.rollbackTo(seqno);
            appendedSeqno = seqno;
            chunker.rollback(seqno);
        }
        // A rekey at the last entry that stays has added the secret of the one after it.
        secrets = given.withAll(secrets.upTo(seqno + 1));
        for (Iterator<PendingRoot> i = pendingRoots.iterator(); i.hasNext(); ) {
            PendingRoot pending = i.next();
            if (pending.seqno() > seqno) {
                i.remove();
                pending.root()
                        .completeExceptionally(
                                new CancellationException(
                                        "entry " + pending.seqno() + " was rolled back"));
            }
        }
    }

    /**
     * Entries up to {@code seqno} are committed; what that allows to forget is forgotten with the
     * next batch.
     */
    void compactLater(long seqno) {
        compactedSeqno = seqno;
    }

    /** Forgets what compaction allows to forget. */
    void compact() {
        checkLocked();
        long seqno = compactedSeqno;
        if (seqno > tree.firstLeaf()) {
            tree.flushTo(seqno);
            chunker.compact(seqno);
        }
    }

    /** The store has stopped: no further entry will come. */
    void stop(StoreFailedException cause) {
        lock.lock();
        try {
            stopped = cause;
            for (PendingRoot pending : pendingRoots) {
                pending.root().completeExceptionally(cause);
            }
            pendingRoots.clear();
        } finally {
            lock.unlock();
        }
    }

    private void completeRootsAt(long seqno) {
        Digest root = tree.root();
        for (Iterator<PendingRoot> i = pendingRoots.iterator(); i.hasNext(); ) {
            PendingRoot pending = i.next();
            if (pending.seqno() == seqno) {
                i.remove();
                pending.root().complete(root);
            }
        }
    }

    private void checkLocked() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the history lock is not held");
        }
    }
}
