package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The ledger of a node on disk (spec 01, 1.1 to 1.8 and 1.11).
 *
 * <p>One thread writes: it appends, flushes, commits, truncates and closes. Any thread may read; it
 * sees every appended entry, flushed or not. A failing disk shows as {@link UncheckedIOException}
 * with the path in its message; after one from a writing call the object refuses to write again.
 */
public final class LedgerFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFiles.class);

    private final LedgerFilesOptions options;
    private final CommittedChunks committedChunks;

    /** Writer only: whether the disk may lack what the operating system has got. */
    private boolean isForceDue;

    /** Writer only: whether a write has failed, so that buffers and files may disagree. */
    private boolean isBroken;

    /** Guards everything below: the writer thread writes under its write lock. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Uncommitted chunks in order; all but the last are complete. */
    private final List<WritableChunk> chunks;

    private long lastSeqno;
    private long committedSeqno;

    private LedgerFiles(LedgerFilesOptions options, LedgerScan scan) {
        this.options = options;
        this.committedChunks = new CommittedChunks(options);
        this.chunks = new ArrayList<>(scan.chunks());
        this.committedSeqno = scan.committed();
        this.lastSeqno =
                chunks.isEmpty()
                        ? committedSeqno
                        : Math.max(committedSeqno, chunks.get(chunks.size() - 1).last());
    }

    /**
     * Opens the directories, creating the main one if it is missing, and scans them: a torn last
     * entry is cut off, files that must not be used are renamed to {@code ….ignored} (spec 01,
     * 1.8).
     *
     * @throws UncheckedIOException if a directory cannot be used
     */
    public static LedgerFiles open(LedgerFilesOptions options) {
        try {
            if (!Files.isDirectory(options.main())) {
                Files.createDirectory(options.main());
            }
            for (Path directory : options.readOnly()) {
                if (!Files.isDirectory(directory)) {
                    throw new NoSuchFileException(directory.toString());
                }
            }
            return new LedgerFiles(options, LedgerScan.run(options));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot open the ledger directory " + options.main() + ": " + e, e);
        }
    }

    /** Seqno of the last entry; 0 if there is none. */
    public long lastSeqno() {
        lock.readLock().lock();
        try {
            return lastSeqno;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Seqno up to which the ledger is known to be committed. */
    public long committedSeqno() {
        lock.readLock().lock();
        try {
            return committedSeqno;
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Appends the entry that follows the last one, ending chunks before or after it as its flags
     * say. A committable entry is handed to the operating system at once; for the disk, call {@link
     * #flush} at the end of the batch.
     *
     * @param entry the whole entry; read, not kept
     * @param isCommittable whether it is a signature transaction; only such a one may end a chunk
     */
    public void append(byte[] entry, boolean isCommittable) {
        EntryHeader header = EntryHeader.of(entry);
        boolean endsChunk = EntryFlags.endsChunk(header.flags());
        lock.writeLock().lock();
        try {
            checkUsable();
            Check.that(
                    header.txId().seqno() == lastSeqno + 1,
                    "entry %s does not follow seqno %s",
                    header.txId(),
                    lastSeqno);
            Check.that(
                    isCommittable || !endsChunk,
                    "entry %s ends a chunk without being a signature",
                    header.txId());
            WritableChunk chunk = chunkFor(header);
            chunk.append(entry);
            lastSeqno++;
            isForceDue = options.fsync();
            if (endsChunk) {
                chunk.complete();
                force(chunk);
            } else if (isCommittable) {
                chunk.flush();
            }
        } catch (IOException e) {
            throw broken("append seqno " + header.txId().seqno() + " to", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The open chunk, or a new one where there is none or the entry asks for one. */
    private WritableChunk chunkFor(EntryHeader header) throws IOException {
        WritableChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last != null && !last.isComplete() && EntryFlags.startsChunk(header.flags())) {
            last.complete();
            force(last);
        }
        if (last != null && !last.isComplete()) {
            return last;
        }
        WritableChunk next = WritableChunk.create(options.main(), lastSeqno + 1);
        chunks.add(next);
        forceDirectory();
        return next;
    }

    /**
     * Hands all entries to the operating system, and, if so configured, waits until the disk has
     * them.
     */
    public void flush() {
        WritableChunk open;
        lock.writeLock().lock();
        try {
            checkUsable();
            open = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
            if (open != null) {
                open.flush();
            }
        } catch (IOException e) {
            throw broken("flush", e);
        } finally {
            lock.writeLock().unlock();
        }
        if (open != null && isForceDue) {
            // Outside the lock: only this thread changes chunks, and readers need not wait.
            try {
                open.force();
                isForceDue = false;
            } catch (IOException e) {
                throw broken("flush", e);
            }
        }
    }

    /**
     * Learns that all entries up to {@code seqno} are committed: complete chunks that end there or
     * before get their committed names (spec 01, 1.7). Ignored if {@code seqno} is not news or is
     * beyond the last entry. A failing rename is logged and tried again with the next commit.
     */
    public void commit(long seqno) {
        lock.writeLock().lock();
        try {
            checkUsable();
            if (seqno <= committedSeqno || seqno > lastSeqno) {
                return;
            }
            committedSeqno = seqno;
            boolean isRenamed = false;
            while (!chunks.isEmpty() && isCommitted(chunks.get(0)) && rename(chunks.get(0))) {
                chunks.remove(0);
                isRenamed = true;
            }
            if (isRenamed) {
                forceDirectory();
            }
        } catch (IOException e) {
            throw broken("commit seqno " + seqno + " in", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private boolean isCommitted(WritableChunk chunk) {
        return chunk.isComplete() && chunk.last() <= committedSeqno;
    }

    private static boolean rename(WritableChunk chunk) throws IOException {
        try {
            chunk.renameCommitted();
        } catch (IOException e) {
            LOG.error("Cannot give {} its committed name", chunk.path(), e);
            return false;
        }
        chunk.close();
        return true;
    }

    /**
     * Drops the entries after {@code seqno} (spec 01, 1.6). Committed entries are never dropped:
     * ignored if {@code seqno} is below the committed one, or if nothing follows it.
     */
    public void truncate(long seqno) {
        lock.writeLock().lock();
        try {
            checkUsable();
            if (seqno >= lastSeqno || seqno < committedSeqno) {
                return;
            }
            while (!chunks.isEmpty() && chunks.get(chunks.size() - 1).start() > seqno) {
                chunks.remove(chunks.size() - 1).delete();
            }
            if (!chunks.isEmpty() && chunks.get(chunks.size() - 1).last() > seqno) {
                chunks.get(chunks.size() - 1).truncate(seqno);
            }
            lastSeqno = seqno;
            isForceDue = options.fsync();
        } catch (IOException e) {
            throw broken("truncate after seqno " + seqno, e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Reads one entry. May be called by any thread, and blocks on the disk.
     *
     * @return the whole entry, owned by the caller; empty if there is none, or if the only files
     *     that should hold it are missing or damaged, which is logged
     * @throws UncheckedIOException if the disk fails or the thread is interrupted while reading
     */
    public Optional<byte[]> read(long seqno) {
        try {
            lock.readLock().lock();
            try {
                if (seqno < 1 || seqno > lastSeqno) {
                    return Optional.empty();
                }
                for (int i = chunks.size() - 1; i >= 0; i--) {
                    WritableChunk chunk = chunks.get(i);
                    if (chunk.start() <= seqno && seqno <= chunk.last()) {
                        return Optional.of(chunk.read(seqno));
                    }
                }
            } finally {
                lock.readLock().unlock();
            }
            return committedChunks.read(seqno);
        } catch (ChunkFormatException e) {
            LOG.error("Could not read seqno {}: {}", seqno, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read seqno " + seqno + " from", e);
        }
    }

    private void force(WritableChunk chunk) throws IOException {
        if (options.fsync()) {
            chunk.force();
        }
    }

    /** Makes new and renamed files survive a power failure, where that is wanted. */
    private void forceDirectory() throws IOException {
        if (options.fsync()) {
            try (FileChannel directory =
                    FileChannel.open(options.main(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private void checkUsable() {
        Check.that(!isBroken, "writing to %s has failed before", options.main());
    }

    private UncheckedIOException broken(String action, IOException cause) {
        isBroken = true;
        return failed(action, cause);
    }

    private UncheckedIOException failed(String action, IOException cause) {
        return new UncheckedIOException(
                "Cannot " + action + " the ledger in " + options.main() + ": " + cause, cause);
    }

    /**
     * Flushes, unless a write has failed, then closes all files. Incomplete chunks stay incomplete.
     */
    @Override
    public void close() {
        if (!isBroken) {
            flush();
        }
        lock.writeLock().lock();
        try {
            for (WritableChunk chunk : chunks) {
                chunk.close();
            }
            chunks.clear();
            committedChunks.close();
        } catch (IOException e) {
            throw failed("close", e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
