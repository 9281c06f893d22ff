package dev.tallystick.ledger.view;

import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.TxId;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryType;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ledger is made of. Fed all entries in order; what it keeps grows only with the number of
 * files and views.
 */
public final class LedgerStatistics {
    private static final int ENTRY_OVERHEAD = 44;

    private final Distribution entrySizes = new Distribution();
    private final Distribution signatureSpacing = new Distribution();
    private final Map<EntryType, Long> types = new EnumMap<>(EntryType.class);
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<ViewStatistics> views = new ArrayList<>();

    private TxId first = TxId.NONE;
    private TxId last = TxId.NONE;
    private long publicBytes;
    private long privateBytes;
    private long privateCount;
    private long claimsCount;
    private long coseCount;
    private long recoveryCount;
    private TxId lastSignature = TxId.NONE;
    private @Nullable Instant firstTime;
    private @Nullable Instant lastTime;

    /** The chunk being read; null before the first entry. */
    private @Nullable Chunk chunk;

    /** The view being read; null before the first entry. */
    private @Nullable ViewTally view;

    /**
     * Part of the ledger's bytes.
     *
     * @param all of the entries
     * @param publicDomains readable by whoever has the files
     * @param privateDomains encrypted
     * @param overhead headers, tags, IVs and lengths
     */
    public record ByteShares(long all, long publicDomains, long privateDomains, long overhead) {}

    /**
     * One file.
     *
     * @param file its path
     * @param first seqno of its first entry that was seen
     * @param last seqno of its last entry that was seen
     * @param bytes of these entries
     */
    public record Chunk(Path file, long first, long last, long bytes) {
        /** How many entries were seen. */
        public long transactions() {
            return last - first + 1;
        }

        private Chunk with(long seqno, int size) {
            return new Chunk(file, first, seqno, bytes + size);
        }
    }

    /**
     * Times of the first and last dated signature.
     *
     * @param from to the second
     * @param to to the second
     */
    public record TimeSpan(Instant from, Instant to) {}

    /**
     * Looks at the next entry.
     *
     * @throws LedgerFormatException if it is a malformed signature transaction
     */
    public void accept(ViewedEntry viewed) {
        Entry entry = viewed.entry();
        first = first.equals(TxId.NONE) ? entry.txId() : first;
        last = entry.txId();
        entrySizes.add(viewed.size());
        types.merge(entry.type(), 1L, Long::sum);
        publicBytes += viewed.publicSize();
        privateBytes += viewed.privateSize();
        privateCount += viewed.privateSize() > 0 ? 1 : 0;
        claimsCount += entry.claims().equals(Digest.ZERO) ? 0 : 1;
        recoveryCount += EntryFlags.startsChunk(entry.flags()) ? 1 : 0;
        countChunk(viewed);
        ViewTally inView = viewOf(entry.txId());
        inView.add(entry.txId(), viewed.size());
        Optional<SignatureSummary> signature = SignatureSummary.of(entry);
        if (signature.isPresent()) {
            inView.sign(signature.get());
            sign(signature.get());
        }
    }

    private void countChunk(ViewedEntry viewed) {
        long seqno = viewed.entry().txId().seqno();
        Chunk open = chunk;
        if (open == null || !open.file().equals(viewed.file())) {
            if (open != null) {
                chunks.add(open);
            }
            open = new Chunk(viewed.file(), seqno, seqno, 0);
        }
        chunk = open.with(seqno, viewed.size());
    }

    private ViewTally viewOf(TxId txId) {
        ViewTally open = view;
        if (open == null || open.first.view() != txId.view()) {
            if (open != null) {
                views.add(open.result());
            }
            open = new ViewTally(txId);
            view = open;
        }
        return open;
    }

    private void sign(SignatureSummary signature) {
        if (!lastSignature.equals(TxId.NONE)) {
            signatureSpacing.add(signature.txId().seqno() - lastSignature.seqno());
        }
        lastSignature = signature.txId();
        coseCount += signature.service() == null ? 0 : 1;
        signature.time().ifPresent(this::date);
    }

    private void date(Instant time) {
        firstTime = firstTime == null ? time : firstTime;
        lastTime = time;
    }

    /** How many entries were seen. */
    public long transactions() {
        return entrySizes.count();
    }

    /** The first one; {@link TxId#NONE} if there are none. */
    public TxId first() {
        return first;
    }

    /** The last one. */
    public TxId last() {
        return last;
    }

    /** Bytes of the entries, and what they are for. */
    public ByteShares bytes() {
        return new ByteShares(
                entrySizes.sum(), publicBytes, privateBytes, ENTRY_OVERHEAD * transactions());
    }

    /** Bytes of each entry. */
    public Distribution entrySizes() {
        return entrySizes;
    }

    /** How many entries have each form; forms that do not occur are left out. */
    public Map<EntryType, Long> types() {
        return types;
    }

    /** Entries with private maps. */
    public long privateCount() {
        return privateCount;
    }

    /** Entries with a claims digest other than zero. */
    public long claimsCount() {
        return claimsCount;
    }

    /** Entries that close the chunk before them: the first ones of recovered services. */
    public long recoveryCount() {
        return recoveryCount;
    }

    /** Signature transactions. */
    public long signatures() {
        return lastSignature.equals(TxId.NONE) ? 0 : signatureSpacing.count() + 1;
    }

    /** Those that the service signed too. */
    public long coseSignatures() {
        return coseCount;
    }

    /** How many seqnos each signature comes after the one before it. */
    public Distribution signatureSpacing() {
        return signatureSpacing;
    }

    /** Entries after the last signature. */
    public long unsigned() {
        return lastSignature.equals(TxId.NONE)
                ? transactions()
                : last.seqno() - lastSignature.seqno();
    }

    /** When the ledger was signed; empty without any dated signature. */
    public Optional<TimeSpan> time() {
        return firstTime == null || lastTime == null
                ? Optional.empty()
                : Optional.of(new TimeSpan(firstTime, lastTime));
    }

    /** The files, in order. */
    public List<Chunk> chunks() {
        List<Chunk> all = new ArrayList<>(chunks);
        if (chunk != null) {
            all.add(chunk);
        }
        return all;
    }

    /** The views that have transactions, in order. */
    public List<ViewStatistics> views() {
        List<ViewStatistics> all = new ArrayList<>(views);
        if (view != null) {
            all.add(view.result());
        }
        return all;
    }

    /** The numbers of one view while they grow. */
    private static final class ViewTally {
        final TxId first;
        private TxId last;
        private long bytes;
        private long signatures;
        private @Nullable SignatureSummary firstDated;
        private @Nullable SignatureSummary lastDated;

        ViewTally(TxId first) {
            this.first = first;
            this.last = first;
        }

        void add(TxId txId, int size) {
            last = txId;
            bytes += size;
        }

        void sign(SignatureSummary signature) {
            signatures++;
            if (signature.time().isPresent()) {
                firstDated = firstDated == null ? signature : firstDated;
                lastDated = signature;
            }
        }

        ViewStatistics result() {
            return new ViewStatistics(first, last, bytes, signatures, timed());
        }

        private Optional<ViewStatistics.Timed> timed() {
            if (firstDated == null || lastDated == null || firstDated.equals(lastDated)) {
                return Optional.empty();
            }
            return Optional.of(
                    new ViewStatistics.Timed(
                            firstDated.time().orElseThrow(),
                            lastDated.time().orElseThrow(),
                            lastDated.txId().seqno() - firstDated.txId().seqno()));
        }
    }
}
