package dev.tallystick.node.commit;

import dev.tallystick.consensus.NodeId;
import dev.tallystick.consensus.Raft;
import dev.tallystick.consensus.RaftOptions;
import dev.tallystick.kv.CommitResult;
import dev.tallystick.kv.Store;
import dev.tallystick.kv.StoreOptions;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.TableNames;
import dev.tallystick.ledger.entry.LedgerSecret;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.entry.MapWrites;
import dev.tallystick.ledger.entry.WriteSet;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.files.LedgerFilesOptions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes values of 1 MB while the ledger writer stands still; run by {@link StalledDiskTest} in a
 * process with a small heap. Its exit status is how many writes were accepted until the store was
 * busy for good, or {@link #FAILED}.
 */
final class StalledWrites {
    static final int FAILED = 255;
    private static final int VALUE_BYTES = 1 << 20;
    private static final int KEYS = 4;
    private static final int BUSY_ENOUGH = 200;
    private static final int ACCEPTED_MAX = 200;
    private static final long PAUSE_NANOS = 5_000_000;

    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Random random = new Random(1);

    private StalledWrites() {}

    /** The argument is the ledger's directory. */
    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().halt(new StalledWrites().run(Path.of(arguments[0])));
    }

    private int run(Path ledger) throws Exception {
        FatalHandler fatal = (what, cause) -> Runtime.getRuntime().halt(FAILED);
        Raft raft = new Raft(new NodeId("n"), new RaftOptions(100, 5000, 0, true), new Random(1));
        ConsensusHost consensus = new ConsensusHost(raft, Duration.ofMillis(10), fatal);
        LedgerFiles files = LedgerFiles.open(LedgerFilesOptions.of(ledger));
        LedgerWriter writer =
                new LedgerWriter(
                        files,
                        seqno -> {
                            stand();
                            consensus.onWritten(seqno);
                        },
                        fatal);
        Store store =
                new Store(
                        StoreOptions.defaults(),
                        LedgerSecrets.of(LedgerSecret.random(1)),
                        (id, root, tree) ->
                                WriteSet.of(
                                        MapWrites.put(
                                                TableNames.SIGNATURES,
                                                Bytes.EIGHT_ZEROS,
                                                Bytes.utf8("s"))),
                        consensus);
        consensus.startService(store, writer);
        write(store, true);
        store.sign();
        stalled.await();
        int accepted = writeUntilBusy(store);
        released.countDown();
        // With the disk back, everything is committed and there is room again.
        do {
            store.sign();
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (store.compactedSeqno() <= accepted || !write(store, false));
        return accepted;
    }

    /** As a disk does that takes nothing. */
    private void stand() {
        stalled.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Busy for a second at a stretch is for good. */
    private int writeUntilBusy(Store store) {
        int accepted = 0;
        for (int busy = 0; busy < BUSY_ENOUGH && accepted < ACCEPTED_MAX; busy++) {
            if (write(store, false)) {
                accepted++;
                busy = 0;
            } else {
                store.sign();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return accepted;
    }

    private boolean write(Store store, boolean isFirst) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        Transaction tx = store.begin();
        tx.map("values").put(Bytes.utf8("k" + random.nextInt(KEYS)), Bytes.wrap(value));
        if (isFirst) {
            tx.map(TableNames.NODES_INFO)
                    .put(Bytes.utf8("n"), Bytes.utf8("{\"status\":\"Trusted\"}"));
        }
        return store.commit(tx) instanceof CommitResult.Committed;
    }
}
