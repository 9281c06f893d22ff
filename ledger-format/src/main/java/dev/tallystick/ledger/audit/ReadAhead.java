package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.files.ChunkFormatException;
import dev.tallystick.ledger.files.ChunkReader;
import dev.tallystick.ledger.files.EntryBlock;
import dev.tallystick.ledger.files.LedgerChunks.Chunk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Reads the files some way ahead of the audit and hands their entries to the {@link Workers}, so
 * that these are busy while the audit goes through their results in order. What is under way is
 * bounded in bytes, whatever the size of the ledger.
 */
final class ReadAhead implements AutoCloseable {
    /** Entries are read in blocks of this size. */
    private static final int BLOCK_BYTES = 512 * 1024;

    /** No block is read while more than this is under way; a single entry may be larger. */
    private static final long BYTES_AHEAD_MAX = 16L << 20;

    private final Workers workers;
    private final Iterator<Chunk> chunks;
    private final Chunk lastChunk;
    private final boolean isTornTailAllowed;
    private final int blocksMax;

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deque<byte[]> buffers = new ArrayDeque<>();
    private int blocksAhead;
    private long bytesAhead;

    private @Nullable Chunk chunk;
    private @Nullable ChunkReader reader;
    private boolean isAtEnd;

    ReadAhead(Workers workers, int threads, List<Chunk> chunks, boolean isTornTailAllowed) {
        this.workers = workers;
        this.chunks = chunks.iterator();
        this.lastChunk = chunks.getLast();
        this.isTornTailAllowed = isTornTailAllowed;
        this.blocksMax = threads == 1 ? 1 : 3 * threads;
    }

    /** What comes next in the files. */
    sealed interface Step {
        /** The file. */
        Chunk chunk();

        /** A file begins. */
        record Begin(Chunk chunk) implements Step {}

        /** Entries of it, being scanned. */
        record Entries(Chunk chunk, EntryBlock block, Future<ScannedBlock> scan) implements Step {}

        /** It is damaged here, and nothing can be read after that. */
        record Fault(Chunk chunk, LedgerFormatException fault, Torn torn) implements Step {}

        /** It cannot be read from here on. */
        record Unreadable(Chunk chunk, IOException fault) implements Step {}

        /** It ends in order. */
        record End(Chunk chunk, boolean isComplete, long size) implements Step {}
    }

    /**
     * What a fault may be instead of damage.
     *
     * @param bytes from the fault to the end of the file
     * @param isTable whether they begin the positions table of a file that was being completed
     * @param isEntry whether they begin the entry that was being written
     */
    record Torn(long bytes, boolean isTable, boolean isEntry) {
        static final Torn NO = new Torn(0, false, false);
    }

    /** The next step, or nothing at the end of the ledger or after a fault. */
    Optional<Step> next() throws IOException {
        while (!isAtEnd && (steps.isEmpty() || mayReadMore())) {
            readMore();
        }
        Step step = steps.poll();
        if (step instanceof Step.Entries entries) {
            blocksAhead--;
            bytesAhead -= entries.block().size();
        }
        return Optional.ofNullable(step);
    }

    private boolean mayReadMore() {
        return blocksAhead < blocksMax && bytesAhead < BYTES_AHEAD_MAX;
    }

    /** Gives back the buffer of a block that is no longer needed. */
    void release(EntryBlock block) {
        if (block.bytes().length == BLOCK_BYTES) {
            buffers.push(block.bytes());
        }
    }

    private void readMore() throws IOException {
        Chunk current = chunk;
        if (current == null) {
            if (!chunks.hasNext()) {
                isAtEnd = true;
                return;
            }
            current = chunks.next();
            chunk = current;
            steps.add(new Step.Begin(current));
        }
        try {
            readBlock(current);
        } catch (ChunkFormatException e) {
            fail(new Step.Fault(current, e, torn(current, e)));
        } catch (LedgerFormatException e) {
            fail(new Step.Fault(current, e, Torn.NO));
        } catch (IOException e) {
            fail(new Step.Unreadable(current, e));
        }
    }

    private void readBlock(Chunk current) throws IOException {
        ChunkReader open = reader;
        if (open == null) {
            open = ChunkReader.open(current.path());
            reader = open;
            if (!open.isComplete() && current.name().lastSeqno().isPresent()) {
                throw new LedgerFormatException(
                        "the file has no positions table, though its name tells its end");
            }
        }
        byte[] buffer = buffers.isEmpty() ? new byte[BLOCK_BYTES] : buffers.pop();
        Optional<EntryBlock> block = open.nextBlock(buffer);
        if (block.isEmpty()) {
            buffers.push(buffer);
            steps.add(new Step.End(current, open.isComplete(), open.size()));
            close();
            chunk = null;
            return;
        }
        EntryBlock entries = block.get();
        blocksAhead++;
        bytesAhead += entries.size();
        steps.add(new Step.Entries(current, entries, workers.scan(entries)));
    }

    private void fail(Step fault) throws IOException {
        steps.add(fault);
        isAtEnd = true;
        close();
    }

    private Torn torn(Chunk current, ChunkFormatException e) throws IOException {
        if (!isTornTailAllowed || !current.equals(lastChunk)) {
            return Torn.NO;
        }
        ChunkReader open = reader;
        if (open == null) {
            // killed while creating the file
            long size = current.size();
            return size < Long.BYTES ? new Torn(size, true, true) : Torn.NO;
        }
        Optional<byte[]> rest =
                open.isComplete()
                        ? Optional.empty()
                        : TornTail.rest(current.currentPath(), e.offset(), open.size());
        return rest.isEmpty()
                ? Torn.NO
                : new Torn(
                        rest.get().length,
                        open.isBeginningOfTable(rest.get()),
                        TornTail.isEntry(rest.get(), e.seqno()));
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
