package dev.tallystick.node.cli.audit;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.LedgerSecrets;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerLookup;
import dev.tallystick.ledger.receipt.ReceiptMaker;
import dev.tallystick.ledger.receipt.ReceiptUnavailableException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the receipts of versions, and puts them where they are wanted. */
final class VersionReceipts implements AutoCloseable {
    /** Null if no receipts are wanted. */
    private final @Nullable ReceiptMaker maker;

    private final boolean isShown;
    private final @Nullable Path folder;

    /**
     * What became of one receipt; all null if none is wanted.
     *
     * @param receipt to be shown
     * @param file where it is
     * @param missing why there is none
     */
    record Outcome(@Nullable JsonNode receipt, @Nullable Path file, @Nullable String missing) {
        private static final Outcome NOT_WANTED = new Outcome(null, null, null);
    }

    private VersionReceipts() {
        this.maker = null;
        this.isShown = false;
        this.folder = null;
    }

    /**
     * @param folder null if no files are wanted; made if it is not there
     */
    VersionReceipts(
            LedgerChunks chunks, LedgerSecrets secrets, boolean isShown, @Nullable Path folder)
            throws IOException {
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UnusableInputException(ProofFiles.unwritable(folder, e));
            }
        }
        this.maker = new ReceiptMaker(new LedgerLookup(chunks), secrets);
        this.isShown = isShown;
        this.folder = folder;
    }

    /** No receipts. */
    static VersionReceipts none() {
        return new VersionReceipts();
    }

    /**
     * The receipt of a transaction.
     *
     * @throws UncheckedIOException if a file cannot be read
     * @throws UnusableInputException if one cannot be written
     */
    Outcome of(TxId txId) {
        if (maker == null) {
            return Outcome.NOT_WANTED;
        }
        try {
            JsonNode receipt = maker.make(txId).toJson();
            Path file = folder == null ? null : folder.resolve(txId + ".json");
            if (file != null) {
                String text = Json.compact(receipt) + "\n";
                ReceiptFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
            }
            return new Outcome(isShown ? receipt : null, file, null);
        } catch (ReceiptUnavailableException e) {
            return new Outcome(null, null, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (maker != null) {
            maker.close();
        }
    }
}
