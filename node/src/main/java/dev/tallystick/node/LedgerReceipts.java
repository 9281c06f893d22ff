package dev.tallystick.node;

import dev.tallystick.kv.Store;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.files.LedgerFiles;
import dev.tallystick.ledger.receipt.Receipt;
import dev.tallystick.ledger.receipt.ReceiptBuilder;
import dev.tallystick.ledger.signature.SignatureTransaction;
import dev.tallystick.node.endpoints.ReceiptSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Receipts made from this node's ledger files (spec 01, 8.2).
 *
 * <p>A fetch runs in the background; the caller waits for it a moment, which is usually enough, and
 * is told to come back otherwise. Finished fetches are kept for the next caller, the least recently
 * asked for going first.
 */
final class LedgerReceipts implements ReceiptSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReceipts.class);
    private static final int CACHED_MAX = 1024;
    private static final int FETCHES_MAX = 16;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final Store store;
    private final LedgerFiles files;
    private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore fetches = new Semaphore(FETCHES_MAX);

    /** Guarded by itself; in order of use. */
    private final Map<TxId, CompletableFuture<Lookup>> cache =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<TxId, CompletableFuture<Lookup>> eldest) {
                    return size() > CACHED_MAX;
                }
            };

    /** Receipts for entries of {@code files}, whose commit evidence the store's secrets open. */
    LedgerReceipts(Store store, LedgerFiles files) {
        this.store = store;
        this.files = files;
    }

    @Override
    public Lookup receipt(TxId id) {
        CompletableFuture<Lookup> fetch;
        synchronized (cache) {
            fetch =
                    cache.computeIfAbsent(
                            id,
                            asked -> CompletableFuture.supplyAsync(() -> fetch(asked), fetchers));
        }
        try {
            Lookup found = fetch.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!(found instanceof Lookup.Ready)) {
                forget(id);
            }
            return found;
        } catch (TimeoutException e) {
            return new Lookup.NotYet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Lookup.NotYet();
        } catch (ExecutionException e) {
            forget(id);
            LOG.error("No receipt for {}", id, e);
            return new Lookup.Failed("The receipt of " + id + " could not be made");
        }
    }

    private void forget(TxId id) {
        synchronized (cache) {
            cache.remove(id);
        }
    }

    private Lookup fetch(TxId id) {
        fetches.acquireUninterruptibly();
        try {
            Optional<byte[]> bytes = files.read(id.seqno());
            if (bytes.isEmpty()) {
                return new Lookup.Failed("Entry " + id + " is not in the ledger files");
            }
            Entry entry = new EntryDecoder().decodePublic(bytes.get());
            if (!entry.txId().equals(id)) {
                return new Lookup.Failed("The ledger holds " + entry.txId() + ", not " + id);
            }
            Optional<SignatureTransaction> itself = SignatureTransaction.from(entry);
            Optional<Receipt> receipt =
                    itself.isPresent()
                            ? itself.map(ReceiptBuilder::build)
                            : signatureAfter(id.seqno()).map(covering -> prove(entry, covering));
            return receipt.<Lookup>map(made -> new Lookup.Ready(made.toJson()))
                    .orElseGet(Lookup.NotYet::new);
        } catch (LedgerFormatException | UncheckedIOException e) {
            LOG.error("No receipt for {}", id, e);
            return new Lookup.Failed(String.valueOf(e.getMessage()));
        } finally {
            fetches.release();
        }
    }

    private Receipt prove(Entry entry, SignatureTransaction covering) {
        return ReceiptBuilder.build(entry, store.secrets().at(entry.txId().seqno()), covering);
    }

    /** The first signature transaction after {@code seqno}, if it is written already. */
    private Optional<SignatureTransaction> signatureAfter(long seqno) {
        for (long next = seqno + 1; next <= files.lastSeqno(); next++) {
            Optional<SignatureTransaction> signature =
                    files.read(next)
                            .map(new EntryDecoder()::decodePublic)
                            .flatMap(SignatureTransaction::from);
            if (signature.isPresent()) {
                return signature;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
    }
}
