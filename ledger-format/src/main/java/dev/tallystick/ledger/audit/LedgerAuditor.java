package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.audit.ReadAhead.Step;
import dev.tallystick.ledger.audit.ReadAhead.Torn;
import dev.tallystick.ledger.audit.ScannedBlock.ScannedEntry;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Audits a ledger from its files, without a node and, unless wanted, without secrets (spec 01, 9):
 * {@code tally ledger verify}.
 *
 * <p>Three things happen at the same time: {@link ReadAhead} reads the files, {@link Workers} check
 * the form of each entry, hash it, and verify signatures, and this thread goes through the results
 * in order. For every transaction: its place, what it changes in the identities of service and
 * nodes, its signatures over the recomputed root, the chain of ledger secrets, the members'
 * envelopes; then its leaf is appended. At the end, the bytes of the last signature, which nothing
 * else covers, are compared with what they must be. Memory does not grow with the ledger.
 */
public final class LedgerAuditor {
    private final AuditListener listener;
    private final List<Chunk> chunks;
    private final LedgerState state;
    private final SignatureChecks signatures;
    private final ReadAhead files;

    private long bytesTotal;
    private long bytesOfFilesDone;
    private @Nullable Chunk chunk;
    private long tornBytes;

    private LedgerAuditor(
            AuditOptions options, AuditListener listener, Beginning beginning, Workers workers)
            throws IOException {
        this.listener = listener;
        this.chunks = beginning.chunks();
        this.signatures = new SignatureChecks(workers);
        this.state = new LedgerState(options, listener, signatures);
        restore(options.snapshot(), beginning.snapshot());
        this.files =
                new ReadAhead(workers, options.threads(), chunks, options.isUnsignedTailAllowed());
        for (Chunk file : chunks) {
            bytesTotal += file.size();
        }
    }

    private void restore(@Nullable Path file, @Nullable SnapshotStart snapshot) {
        if (file == null || snapshot == null) {
            return;
        }
        try {
            state.restore(snapshot);
        } catch (LedgerFormatException e) {
            throw SnapshotStart.malformed(file, snapshot.txId().seqno(), e);
        }
    }

    /**
     * Where an audit begins.
     *
     * @param chunks to be read
     * @param snapshot what comes before them; null if they are the whole ledger
     */
    private record Beginning(List<Chunk> chunks, @Nullable SnapshotStart snapshot) {
        static Beginning of(AuditOptions options) throws IOException {
            Path file = options.snapshot();
            SnapshotStart snapshot =
                    file == null ? null : SnapshotStart.read(file, options.serviceCertificate());
            long first = snapshot == null ? 1 : snapshot.txId().seqno() + 1;
            try {
                LedgerChunks ledger = LedgerChunks.of(options.directories());
                ledger.requireFrom(first);
                return new Beginning(ledger.from(first), snapshot);
            } catch (ChunkFormatException e) {
                throw fault(e);
            }
        }
    }

    /**
     * Audits.
     *
     * @return what is proved
     * @throws AuditException at the first fault; {@link Diagnosis} may tell more about it
     * @throws IOException if a directory or file cannot be read
     */
    public static AuditReport audit(AuditOptions options, AuditListener listener)
            throws IOException {
        try (Workers workers = new Workers(options.threads(), options.secrets())) {
            return new LedgerAuditor(options, listener, Beginning.of(options), workers).run();
        }
    }

    private AuditReport run() throws IOException {
        listener.progress(0, bytesTotal, 0);
        try (files) {
            for (Optional<Step> step = files.next(); step.isPresent(); step = files.next()) {
                take(step.get());
            }
            AuditReport report = finish();
            signatures.settle();
            return report;
        } catch (AuditException e) {
            signatures.settle(); // an earlier fault is the one to tell
            throw e.after(state.lastSignedSeqno());
        } catch (IOException e) {
            signatures.settle();
            throw e;
        }
    }

    private void take(Step step) throws IOException {
        try {
            switch (step) {
                case Step.Begin begin -> begin(begin.chunk());
                case Step.Entries entries -> apply(entries);
                case Step.Fault fault -> take(fault);
                case Step.Unreadable unreadable -> throw unreadable.fault();
                case Step.End end -> {
                    state.endFile(end.isComplete(), isLast(end.chunk()));
                    bytesOfFilesDone += end.size();
                    listener.progress(bytesOfFilesDone, bytesTotal, state.lastSeqno());
                }
            }
        } catch (ChunkFormatException e) {
            throw fault(e);
        } catch (LedgerFormatException e) {
            throw fault(step.chunk(), e);
        }
    }

    private void begin(Chunk next) {
        Chunk before = chunk;
        if (before != null) {
            before.requireNext(next, state.lastSeqno());
        }
        chunk = next;
        state.startFile(next);
    }

    private boolean isLast(Chunk candidate) {
        return candidate.equals(chunks.getLast());
    }

    private void apply(Step.Entries entries) {
        ScannedBlock scanned = Workers.await(entries.scan());
        for (ScannedEntry entry : scanned.entries()) {
            state.apply(entry);
        }
        if (scanned.fault() != null) {
            int index = scanned.entries().size();
            throw new AuditException(
                    entries.chunk().path(),
                    scanned.block().seqno(index),
                    String.valueOf(scanned.fault().getMessage()),
                    scanned.fault());
        }
        int last = scanned.block().count() - 1;
        long offset = scanned.block().fileOffset(last) + scanned.block().length(last);
        files.release(scanned.block());
        listener.progress(bytesOfFilesDone + offset, bytesTotal, state.lastSeqno());
    }

    /** A fault is either what a dying node left at the end of the last file, or damage. */
    private void take(Step.Fault fault) {
        Torn torn = fault.torn();
        boolean isTorn = state.endsChunk() ? torn.isTable() : torn.isEntry();
        if (!isTorn) {
            throw fault.fault();
        }
        tornBytes = torn.bytes();
        state.endFile(false, true);
    }

    private AuditReport finish() {
        try {
            return state.finish(chunks.stream().map(Chunk::path).toList(), bytesTotal, tornBytes);
        } catch (LedgerFormatException e) {
            throw fault(chunks.getLast(), e);
        }
    }

    private AuditException fault(Chunk at, LedgerFormatException e) {
        long seqno = Math.max(state.currentSeqno(), at.name().start());
        return new AuditException(at.path(), seqno, String.valueOf(e.getMessage()), e);
    }

    private static AuditException fault(ChunkFormatException e) {
        return new AuditException(e.file(), e.seqno(), e.reason(), e).at(e.offset());
    }
}
