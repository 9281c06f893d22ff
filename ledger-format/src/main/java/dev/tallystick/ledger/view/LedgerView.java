package dev.tallystick.ledger.view;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.Entry;
import dev.tallystick.ledger.entry.EntryDecoder;
import dev.tallystick.ledger.entry.EntryHeader;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.LedgerChunks;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;
import dev.tallystick.ledger.files.LedgerReader;
import dev.tallystick.ledger.files.RawEntry;

import java.io.IOException;
import java.util.Optional;

/**
 * Walks a range of a ledger's entries, decoded, in one pass and the memory of one entry. Private
 * maps are opened, and authenticated, where their ledger secret is known. Nothing else is verified:
 * no leaf, no signature, no view.
 *
 * <p>Not safe for use by several threads.
 */
public final class LedgerView implements AutoCloseable {
    private final LedgerReader reader;
    private final SeqnoRange range;
    private final KnownSecrets secrets;
    private final EntryDecoder decoder = new EntryDecoder();
    private final long bytesTotal;
    private long bytesDone;

    private LedgerView(LedgerChunks ledger, SeqnoRange range, KnownSecrets secrets)
            throws IOException {
        this.reader = LedgerReader.open(ledger, Math.max(1, range.from()));
        this.range = range;
        this.secrets = secrets;
        this.bytesTotal = size(ledger, range);
    }

    /**
     * The entries of {@code ledger} in {@code range}.
     *
     * @param secrets as many as are known; {@link KnownSecrets#NONE} for public maps only
     * @throws ChunkFormatException if the range begins before the files do
     * @throws IOException if a file cannot be read
     */
    public static LedgerView open(LedgerChunks ledger, SeqnoRange range, KnownSecrets secrets)
            throws IOException {
        if (range.from() > 0) {
            ledger.requireFrom(range.from());
        }
        return new LedgerView(ledger, range, secrets);
    }

    private static long size(LedgerChunks ledger, SeqnoRange range) throws IOException {
        long size = 0;
        for (Chunk chunk : ledger.from(Math.max(1, range.from()))) {
            if (chunk.name().start() <= range.to()) {
                size += chunk.size();
            }
        }
        return size;
    }

    /**
     * The next entry, or empty after the last one.
     *
     * @throws ChunkFormatException if a file is damaged here, an entry is malformed, or a private
     *     domain is not authentic under its secret
     * @throws IOException if a file cannot be read
     */
    public Optional<ViewedEntry> next() throws IOException {
        Optional<RawEntry> next = reader.next();
        if (next.isEmpty() || next.get().seqno() > range.to()) {
            bytesDone = bytesTotal;
            return Optional.empty();
        }
        RawEntry raw = next.get();
        bytesDone += raw.bytes().length;
        try {
            return Optional.of(decode(raw));
        } catch (LedgerFormatException e) {
            throw ChunkFormatException.ofEntry(reader.file(), raw.offset(), raw.seqno(), e);
        }
    }

    /** Looks at one entry after another. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at the next entry.
         *
         * @return whether to go on
         * @throws LedgerFormatException if its content is malformed
         */
        boolean visit(ViewedEntry entry);
    }

    /**
     * Shows {@code visitor} the entries that are left, until it has seen enough.
     *
     * @throws ChunkFormatException as {@link #next}, and where the visitor finds an entry malformed
     * @throws IOException if a file cannot be read
     */
    public void walk(Visitor visitor) throws IOException {
        for (Optional<ViewedEntry> next = next(); next.isPresent(); next = next()) {
            ViewedEntry viewed = next.get();
            try {
                if (!visitor.visit(viewed)) {
                    return;
                }
            } catch (LedgerFormatException e) {
                long seqno = viewed.entry().txId().seqno();
                throw ChunkFormatException.ofEntry(viewed.file(), viewed.offset(), seqno, e);
            }
        }
    }

    private ViewedEntry decode(RawEntry raw) {
        byte[] bytes = raw.bytes();
        Entry entry =
                secrets.find(raw.seqno()).isPresent()
                        ? decoder.decode(bytes, secrets.secrets())
                        : decoder.decodePublic(bytes);
        EntryHeader header = EntryHeader.of(bytes);
        return new ViewedEntry(
                reader.file(),
                raw.offset(),
                entry,
                bytes.length,
                header.publicLength(),
                header.privateLength());
    }

    /** Bytes that were passed so far, of {@link #bytesTotal}. */
    public long bytesDone() {
        return bytesDone;
    }

    /** Bytes of the files that will be read, roughly what there is to be passed. */
    public long bytesTotal() {
        return bytesTotal;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
