package dev.tallystick.ledger.diff;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.diff.DiffReport.Divergence;
import dev.tallystick.ledger.diff.DiffReport.Extent;
import dev.tallystick.ledger.diff.DiffReport.LayoutDifference;
import dev.tallystick.ledger.diff.DiffReport.Place;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerReader;
import dev.tallystick.ledger.files.RawEntry;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares two copies of a ledger, entry by entry from the first seqno that both have to the first
 * difference, or to the end of both. Files may be cut differently: that is noted, and does not make
 * the copies different.
 */
public final class LedgerDiff {
    /** How many differences of the files are listed; further ones are only counted. */
    public static final int LAYOUT_LISTED_MAX = 100;

    /** Is told how far a comparison has come; must be cheap. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some more bytes have been read.
         *
         * @param doneBytes of both copies
         * @param totalBytes of both copies
         * @param transactions compared so far
         */
        void progress(long doneBytes, long totalBytes, long transactions);
    }

    private final Copy a;
    private final Copy b;
    private final Progress progress;
    private final long totalBytes;
    private final List<LayoutDifference> layout = new ArrayList<>();
    private long layoutCount;
    private long equalCount;
    private @Nullable Divergence divergence;

    private LedgerDiff(LedgerChunks a, LedgerChunks b, Progress progress) throws IOException {
        long from = Math.max(a.first(), b.first());
        this.a = new Copy(a, from);
        this.b = new Copy(b, from);
        this.progress = progress;
        this.totalBytes = a.size() + b.size();
    }

    /**
     * Compares.
     *
     * @param a the first copy; it may begin at any seqno
     * @param b the second copy
     * @throws ChunkFormatException if a file of either copy is damaged before the copies differ
     * @throws IOException if a file cannot be read
     */
    public static DiffReport compare(LedgerChunks a, LedgerChunks b, Progress progress)
            throws IOException {
        LedgerDiff diff = new LedgerDiff(a, b, progress);
        try (diff.a;
                diff.b) {
            return diff.run();
        }
    }

    private DiffReport run() throws IOException {
        RawEntry inA = a.next();
        RawEntry inB = b.next();
        while (inA != null && inB != null) {
            if (!Arrays.equals(inA.bytes(), inB.bytes())) {
                divergence = diverge(inA, inB);
                return report();
            }
            compareFiles(inA.seqno());
            equalCount++;
            showProgress();
            inA = a.next();
            inB = b.next();
        }
        a.finish(inA, this::showProgress);
        b.finish(inB, this::showProgress);
        return report();
    }

    private void showProgress() {
        progress.progress(a.doneBytes + b.doneBytes, totalBytes, equalCount);
    }

    /** Notes where a file begins in one of the copies, and the other has another file. */
    private void compareFiles(long seqno) {
        if (a.isFileNew || b.isFileNew) {
            String inA = String.valueOf(a.file.getFileName());
            String inB = String.valueOf(b.file.getFileName());
            if (!inA.equals(inB) && ++layoutCount <= LAYOUT_LISTED_MAX) {
                layout.add(new LayoutDifference(seqno, inA, inB));
            }
        }
    }

    private Divergence diverge(RawEntry inA, RawEntry inB) {
        return new Divergence(
                inA.seqno(),
                a.place(inA),
                b.place(inB),
                Arrays.mismatch(inA.bytes(), inB.bytes()),
                EntryComparison.of(inA.bytes(), inB.bytes()));
    }

    private DiffReport report() {
        return new DiffReport(
                new Extent(a.first, a.last()),
                new Extent(b.first, b.last()),
                equalCount,
                divergence,
                layout,
                layoutCount);
    }

    /** One of the two, as far as it has been read. */
    private static final class Copy implements Closeable {
        private final long first;
        private final LedgerReader reader;
        private Path file = Path.of("");
        private boolean isFileNew;
        private long doneBytes;
        private @Nullable RawEntry last;

        Copy(LedgerChunks chunks, long from) {
            this.first = chunks.first();
            this.reader = LedgerReader.open(chunks, from);
        }

        /** The next entry; null after the last one. */
        @Nullable RawEntry next() throws IOException {
            RawEntry entry = reader.next().orElse(null);
            if (entry == null) {
                return null;
            }
            isFileNew = !file.equals(reader.file());
            file = reader.file();
            doneBytes += entry.bytes().length;
            last = entry;
            return entry;
        }

        /** Reads what is left. */
        void finish(@Nullable RawEntry current, Runnable progress) throws IOException {
            RawEntry entry = current;
            while (entry != null) {
                progress.run();
                entry = next();
            }
        }

        TxId last() {
            return last == null ? TxId.NONE : txId(last);
        }

        Place place(RawEntry entry) {
            return new Place(txId(entry), file, entry.offset());
        }

        /** View 0 where the entry has no legal one. */
        private static TxId txId(RawEntry entry) {
            try {
                return EntryHeader.of(entry.bytes()).txId();
            } catch (LedgerFormatException e) {
                return new TxId(0, entry.seqno());
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
