package dev.tallystick.ledger.files;

import dev.tallystick.ledger.files.LedgerChunks.Chunk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * Walks the entries of a ledger from a seqno on, across its files, in bounded memory; as {@link
 * ChunkReader} it accepts no damage. Nothing is decoded or verified.
 *
 * <p>Not safe for use by several threads.
 */
public final class LedgerReader implements AutoCloseable {
    private final Iterator<Chunk> chunks;
    private final long from;
    private @Nullable ChunkReader reader;
    private @Nullable Chunk current;
    private long last;

    private LedgerReader(LedgerChunks ledger, long from) {
        this.chunks = ledger.from(from).iterator();
        this.from = from;
    }

    /** All entries. */
    public static LedgerReader open(LedgerChunks ledger) {
        return new LedgerReader(ledger, 1);
    }

    /** The entries from {@code seqno} on; files that end before are not opened. */
    public static LedgerReader open(LedgerChunks ledger, long seqno) {
        return new LedgerReader(ledger, seqno);
    }

    /**
     * The next entry, or empty after the last one.
     *
     * @throws ChunkFormatException if a file is damaged here, or does not follow the one before
     * @throws IOException if a file cannot be read
     */
    public Optional<RawEntry> next() throws IOException {
        while (true) {
            ChunkReader open = reader;
            if (open == null) {
                if (!chunks.hasNext()) {
                    return Optional.empty();
                }
                openNext();
                continue;
            }
            Optional<RawEntry> entry = open.next();
            if (entry.isEmpty()) {
                open.close();
                reader = null;
                continue;
            }
            last = entry.get().seqno();
            if (last >= from) {
                return entry;
            }
        }
    }

    private void openNext() throws IOException {
        Chunk next = chunks.next();
        if (current != null) {
            current.requireNext(next, last);
        }
        ChunkReader opened = ChunkReader.open(next.path());
        opened.skipTo(from);
        reader = opened;
        current = next;
        last = next.name().start() - 1;
    }

    /** The file of the entry that was returned last. */
    public Path file() {
        return current == null ? Path.of("") : current.path();
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
