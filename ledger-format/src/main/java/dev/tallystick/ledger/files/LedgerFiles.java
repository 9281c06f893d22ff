package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The ledger of a node on disk (spec 01, section 1).
 *
 * <p>One thread writes: it appends, flushes, commits, truncates, resumes, starts and completes a
 * recovery, and closes. Any thread may read; it sees every appended entry, flushed or not. A
 * failing disk shows as {@link UncheckedIOException} with the path in its message; after one from a
 * writing call the object refuses to write again. The exception is {@link OutOfSpaceException} from
 * {@link #append}, {@link #flush} and {@link #truncate}: the same call may be repeated, and must
 * succeed before any other writing call.
 */
public final class LedgerFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFiles.class);

    private interface DiskAction {
        void run() throws IOException;
    }

    private final LedgerFilesOptions options;
    private final CommittedChunks committedChunks;

    /** Writer only: whether the disk may lack what the operating system has got. */
    private boolean isForceDue;

    /** Writer only: whether a write has failed, so that buffers and files may disagree. */
    private boolean isBroken;

    /** Guards everything below: the writer thread writes under its write lock. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final OpenChunks openChunks;
    private long lastSeqno;
    private long committedSeqno;

    /** How often entries were dropped: what was read before does not go with what follows. */
    private int dropCount;

    private LedgerFiles(LedgerFilesOptions options, Disk disk, LedgerScan scan) {
        this.options = options;
        this.committedChunks = new CommittedChunks(options);
        this.openChunks = new OpenChunks(options, disk, scan.chunks());
        this.committedSeqno = scan.committed();
        this.lastSeqno = Math.max(committedSeqno, openChunks.last());
    }

    /**
     * Opens the directories, creating the main one if it is missing, and scans them: a torn last
     * entry is cut off, files that must not be used are renamed to {@code ….ignored} (spec 01,
     * 1.8).
     *
     * @throws UncheckedIOException if a directory cannot be used
     */
    public static LedgerFiles open(LedgerFilesOptions options) {
        return open(options, Disk.REAL);
    }

    static LedgerFiles open(LedgerFilesOptions options, Disk disk) {
        try {
            if (!Files.isDirectory(options.main())) {
                Files.createDirectory(options.main());
            }
            for (Path directory : options.readOnly()) {
                if (!Files.isDirectory(directory)) {
                    throw new NoSuchFileException(directory.toString());
                }
            }
            return new LedgerFiles(options, disk, LedgerScan.run(options, disk));
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
        changeRepeatably(
                "append seqno %s to",
                header.txId().seqno(),
                () -> {
                    Check.that(
                            header.txId().seqno() == lastSeqno + 1,
                            "entry %s does not follow seqno %s",
                            header.txId(),
                            lastSeqno);
                    Check.that(
                            isCommittable || !EntryFlags.endsChunk(header.flags()),
                            "entry %s ends a chunk without being a signature",
                            header.txId());
                    openChunks.append(header, entry);
                    if (isCommittable) {
                        openChunks.flush();
                    }
                    lastSeqno++;
                    isForceDue = options.fsync();
                });
    }

    /**
     * Hands all entries to the operating system, and, if so configured, waits until the disk has
     * them.
     */
    public void flush() {
        changeRepeatably("flush seqno %s of", lastSeqno, openChunks::flush);
        if (isForceDue) {
            // Outside the lock: only this thread changes chunks, and readers need not wait.
            try {
                openChunks.force();
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
        change(
                "commit seqno %s in",
                seqno,
                () -> {
                    if (seqno > committedSeqno && seqno <= lastSeqno) {
                        committedSeqno = seqno;
                        for (long start : openChunks.commit(seqno)) {
                            committedChunks.begins(start);
                        }
                    }
                });
    }

    /**
     * Drops the entries after {@code seqno} (spec 01, 1.6). Committed entries are never dropped:
     * ignored if {@code seqno} is below the committed one, or if nothing follows it.
     */
    public void truncate(long seqno) {
        changeRepeatably("truncate after seqno %s", seqno, () -> drop(seqno));
    }

    private void drop(long seqno) throws IOException {
        if (seqno < lastSeqno && seqno >= committedSeqno) {
            openChunks.truncate(seqno);
            lastSeqno = seqno;
            isForceDue = options.fsync();
            dropCount++;
        }
    }

    /**
     * Ends the public part of a disaster recovery (spec 01, 1.10): drops the entries after {@code
     * seqno}, and puts all chunks that start later into recovery files, which count only after
     * {@link #completeRecovery}: a node that starts anew sets them aside.
     *
     * @param seqno of the last signature that was recovered
     */
    public void startRecovery(long seqno) {
        change(
                "recover seqno %s of",
                seqno,
                () -> {
                    Check.that(
                            seqno >= committedSeqno && seqno <= lastSeqno,
                            "cannot recover seqno %s: the ledger in %s is committed to %s and"
                                    + " ends at %s",
                            seqno,
                            options.main(),
                            committedSeqno,
                            lastSeqno);
                    drop(seqno);
                    openChunks.startRecovery(seqno);
                });
    }

    /** The recovered service is open: recovery files get their final names, for good. */
    public void completeRecovery() {
        change(
                "complete the recovery up to seqno %s of",
                lastSeqno,
                () -> {
                    openChunks.completeRecovery();
                    committedChunks.close();
                });
    }

    /**
     * Makes a joining node go on after {@code seqno}, over the files it finds (spec 01, 1.9): their
     * bytes are used again as long as they are the ones that are appended now; at the first
     * difference they, and all later files, are dropped. To be called once, before the first entry
     * is appended.
     *
     * @param seqno of the snapshot; 0 without one
     * @param recoveryStart seqno of the last recovered signature if the service is under recovery;
     *     else 0
     */
    public void resume(long seqno, long recoveryStart) {
        change(
                "go on after seqno %s in",
                seqno,
                () -> {
                    openChunks.flush();
                    openChunks.resume(seqno, lastSeqno);
                    committedChunks.close();
                    lastSeqno = seqno;
                    committedSeqno = seqno;
                    dropCount++;
                    if (recoveryStart > 0) {
                        openChunks.startRecovery(recoveryStart);
                    }
                });
    }

    /**
     * Reads one entry. May be called by any thread, and blocks on the disk.
     *
     * @return the whole entry, owned by the caller; empty if there is none, or if the only files
     *     that should hold it are missing or damaged, which is logged
     * @throws UncheckedIOException if the disk fails or the thread is interrupted while reading
     */
    public Optional<byte[]> read(long seqno) {
        List<byte[]> entry = read(EntryRange.of(seqno));
        return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get(0));
    }

    /**
     * Reads consecutive entries, with one read from the disk for each chunk. May be called by any
     * thread.
     *
     * @param from seqno of the first entry
     * @param to seqno of the last entry wanted; entries after the last one of the ledger are not
     *     there
     * @param sizeMaxBytes what the entries may have together; the first one comes whatever its size
     * @return whole entries from {@code from} on without a gap, owned by the caller; fewer than
     *     wanted where the size is reached, the ledger ends, or an entry cannot be found, which is
     *     logged
     * @throws UncheckedIOException if the disk fails or the thread is interrupted while reading
     */
    public List<byte[]> read(long from, long to, int sizeMaxBytes) {
        return read(new EntryRange(from, to, sizeMaxBytes, true));
    }

    private List<byte[]> read(EntryRange wanted) {
        try {
            List<byte[]> entries = new ArrayList<>();
            EntryRange range = wanted;
            int drops = dropCount();
            while (range.from() <= range.to()) {
                List<byte[]> part = readPart(range, drops);
                if (part.isEmpty()) {
                    break;
                }
                entries.addAll(part);
                range = range.after(part.size(), part.stream().mapToLong(e -> e.length).sum());
            }
            return entries;
        } catch (IOException e) {
            throw failed("read seqno " + wanted.from() + " from", e);
        }
    }

    private int dropCount() {
        lock.readLock().lock();
        try {
            return dropCount;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What one chunk has of {@code range}, from its first entry on; nothing at its end. */
    private List<byte[]> readPart(EntryRange range, int drops) throws IOException {
        EntryRange capped;
        lock.readLock().lock();
        try {
            boolean isOfAnotherPast = !range.needsOne() && drops != dropCount;
            if (range.from() < 1 || range.from() > lastSeqno || isOfAnotherPast) {
                return List.of();
            }
            // Not beyond the start of a later file: that one has the entries from there on.
            long end = Math.min(lastSeqno, openChunks.startAfter(range.from()) - 1);
            capped = range.upTo(Math.min(range.to(), end));
            WritableChunk chunk = openChunks.find(range.from());
            if (chunk != null) {
                long to = capped.lastIn(chunk.extent());
                return to < range.from() ? List.of() : chunk.read(range.from(), to);
            }
        } catch (ChunkFormatException e) {
            LOG.error("Could not read seqno {}: {}", e.seqno(), e.getMessage());
            return List.of();
        } finally {
            lock.readLock().unlock();
        }
        return committedChunks.read(capped);
    }

    /** A change whose action, run again after it has run out of space, goes on where it stopped. */
    private void changeRepeatably(String action, long seqno, DiskAction body) {
        change(
                action,
                seqno,
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        if (OutOfSpaceException.isMeantBy(e)) {
                            throw new OutOfSpaceException(message(action.formatted(seqno), e), e);
                        }
                        throw e;
                    }
                });
    }

    private void change(String action, long seqno, DiskAction body) {
        lock.writeLock().lock();
        try {
            Check.that(!isBroken, "writing to %s has failed before", options.main());
            body.run();
        } catch (IOException e) {
            throw broken(action.formatted(seqno), e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private UncheckedIOException broken(String action, IOException cause) {
        isBroken = true;
        return failed(action, cause);
    }

    private UncheckedIOException failed(String action, IOException cause) {
        return new UncheckedIOException(message(action, cause), cause);
    }

    private String message(String action, IOException cause) {
        return "Cannot " + action + " the ledger in " + options.main() + ": " + cause;
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
            openChunks.close();
            committedChunks.close();
        } catch (IOException e) {
            throw failed("close", e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
