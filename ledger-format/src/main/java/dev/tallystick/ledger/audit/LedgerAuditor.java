package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;
import dev.tallystick.ledger.files.RawEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Audits a ledger from its files, without a node and, unless wanted, without secrets (spec 01, 9):
 * {@code tally ledger verify}.
 *
 * <p>In order, for every transaction: its place, its form, what it changes in the identities of
 * service and nodes, its signatures over the recomputed root, the chain of ledger secrets, the
 * members' envelopes; then its leaf is appended. At the end, the bytes of the last signature, which
 * nothing else covers, are compared with what they must be.
 */
public final class LedgerAuditor {
    private static final int FILE_HEADER_BYTES = 8;

    private final AuditOptions options;
    private final AuditListener listener;
    private final LedgerState state;
    private long bytesTotal;
    private long bytesDone;
    private long tornBytes;

    private LedgerAuditor(AuditOptions options, AuditListener listener) {
        this.options = options;
        this.listener = listener;
        this.state = new LedgerState(options);
    }

    /**
     * Audits.
     *
     * @return what is proved
     * @throws AuditException at the first fault
     * @throws IOException if a directory or file cannot be read
     */
    public static AuditReport audit(AuditOptions options, AuditListener listener)
            throws IOException {
        return new LedgerAuditor(options, listener).run();
    }

    private AuditReport run() throws IOException {
        List<Chunk> chunks = chunks();
        for (Chunk chunk : chunks) {
            bytesTotal += Files.size(chunk.path());
        }
        listener.progress(0, bytesTotal);
        Chunk before = null;
        for (Chunk chunk : chunks) {
            if (before != null) {
                requireNext(before, chunk);
            }
            readChunk(chunk, chunk.equals(chunks.getLast()));
            before = chunk;
        }
        return finish(chunks);
    }

    private List<Chunk> chunks() throws IOException {
        try {
            LedgerChunks ledger = LedgerChunks.of(options.directories());
            ledger.requireFrom(1);
            return ledger.list();
        } catch (ChunkFormatException e) {
            throw fault(e);
        }
    }

    private void requireNext(Chunk before, Chunk chunk) {
        try {
            before.requireNext(chunk, state.nextSeqno() - 1);
        } catch (ChunkFormatException e) {
            throw fault(e);
        }
    }

    private static AuditException fault(ChunkFormatException e) {
        String place = e.offset() == ChunkFormatException.NO_OFFSET ? "" : ", offset " + e.offset();
        return new AuditException(e.file(), e.seqno(), e.reason() + place, e);
    }

    private void readChunk(Chunk chunk, boolean isLast) throws IOException {
        long size = Files.size(chunk.path());
        if (size < FILE_HEADER_BYTES && isLast && options.isUnsignedTailAllowed()) {
            tornBytes = size; // killed while creating the file
            return;
        }
        try (ChunkReader reader = ChunkReader.open(chunk.path())) {
            if (!reader.isComplete() && chunk.name().lastSeqno().isPresent()) {
                throw new LedgerFormatException(
                        "the file has no positions table, though its name tells its end");
            }
            state.startFile();
            readEntries(reader, chunk, isLast);
            state.endFile(reader.isComplete(), isLast);
            bytesDone += reader.size();
            listener.progress(bytesDone, bytesTotal);
        } catch (ChunkFormatException e) {
            throw fault(e);
        } catch (LedgerFormatException e) {
            throw new AuditException(
                    chunk.path(),
                    Math.max(state.currentSeqno(), chunk.name().start()),
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private void readEntries(ChunkReader reader, Chunk chunk, boolean isLast) throws IOException {
        while (true) {
            Optional<RawEntry> next;
            try {
                next = reader.next();
            } catch (ChunkFormatException e) {
                boolean mayBeTorn =
                        isLast && options.isUnsignedTailAllowed() && !reader.isComplete();
                tornBytes = mayBeTorn ? tornBytes(chunk, reader, e) : 0;
                if (tornBytes == 0) {
                    throw e;
                }
                return;
            }
            if (next.isEmpty()) {
                return;
            }
            RawEntry raw = next.get();
            state.apply(raw);
            listener.progress(bytesDone + raw.offset() + raw.bytes().length, bytesTotal);
        }
    }

    /** Bytes that a dying node left at the end of the last file; 0 if they are damage instead. */
    private long tornBytes(Chunk chunk, ChunkReader reader, ChunkFormatException e)
            throws IOException {
        Optional<byte[]> rest = TornTail.rest(chunk.path(), e.offset());
        boolean isTorn =
                rest.isPresent()
                        && (state.endsChunk()
                                ? reader.isBeginningOfTable(rest.get())
                                : TornTail.isEntry(rest.get(), e.seqno()));
        return isTorn ? rest.get().length : 0;
    }

    private AuditReport finish(List<Chunk> chunks) {
        try {
            return state.finish(chunks.stream().map(Chunk::path).toList(), bytesTotal, tornBytes);
        } catch (LedgerFormatException e) {
            throw new AuditException(
                    chunks.getLast().path(),
                    state.currentSeqno(),
                    String.valueOf(e.getMessage()),
                    e);
        }
    }
}
