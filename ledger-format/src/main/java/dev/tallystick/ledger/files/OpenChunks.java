package dev.tallystick.ledger.files;

import dev.tallystick.ledger.Check;
import dev.tallystick.ledger.entry.EntryFlags;
import dev.tallystick.ledger.entry.EntryHeader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The uncommitted chunks of the main directory in order, and the rules by which files begin, end
 * and are renamed. Not safe by itself: {@link LedgerFiles} holds its lock around every call.
 *
 * <p>Only the last chunk may grow. Earlier ones are complete, but for those that an earlier run has
 * left incomplete: they are read and otherwise left alone.
 */
final class OpenChunks implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenChunks.class);

    private final LedgerFilesOptions options;
    private final Disk disk;
    private final List<WritableChunk> chunks;

    /** Files to use again while a joining node catches up with them (spec 01, 1.9). */
    private EarlierFiles earlier;

    /** Seqno after which no file of the earlier run can be met. */
    private long earlierLast;

    /** Whether chunks that start after {@link #recoveryStart} go to recovery files. */
    private boolean isRecovering;

    private long recoveryStart;

    OpenChunks(LedgerFilesOptions options, Disk disk, List<WritableChunk> found) {
        this.options = options;
        this.disk = disk;
        this.chunks = new ArrayList<>(found);
        this.earlier = EarlierFiles.none(disk);
    }

    /** Seqno of the last entry in these chunks; 0 if there is none. */
    long last() {
        return chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).last();
    }

    /** The chunk that has the entry {@code seqno}; of several the latest. */
    @Nullable WritableChunk find(long seqno) {
        for (int i = chunks.size() - 1; i >= 0; i--) {
            WritableChunk chunk = chunks.get(i);
            if (chunk.start() <= seqno && seqno <= chunk.last()) {
                return chunk;
            }
        }
        return null;
    }

    /** Where the first of these chunks after {@code seqno} starts; at infinity if there is none. */
    long startAfter(long seqno) {
        return chunks.stream()
                .mapToLong(WritableChunk::start)
                .filter(start -> start > seqno)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Appends an entry, ending chunks before or after it as its flags say. After it has failed for
     * lack of space it may be called again with the same entry.
     *
     * @param header that of {@code entry}
     */
    void append(EntryHeader header, byte[] entry) throws IOException {
        if (last() < header.txId().seqno()) { // else only the end of its chunk is missing
            put(header, entry);
        }
        if (EntryFlags.endsChunk(header.flags())) {
            complete(chunks.get(chunks.size() - 1));
        }
    }

    private void put(EntryHeader header, byte[] entry) throws IOException {
        WritableChunk chunk = chunkFor(header);
        long seqno = header.txId().seqno();
        boolean isThere = chunk.isReused() && chunk.reuse(entry);
        if (!isThere) {
            if (chunk.isReused()) {
                earlier.deleteFrom(seqno);
                chunk.dropRest();
            }
            chunk.append(entry);
        }
        if (seqno > earlierLast) {
            earlier.forget();
        }
    }

    /** The chunk that is open for the entry, or a new one if there is none or it asks for one. */
    private WritableChunk chunkFor(EntryHeader header) throws IOException {
        long seqno = header.txId().seqno();
        WritableChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        boolean isOpen = last != null && !last.isComplete() && last.last() == seqno - 1;
        if (last == null || !isOpen) {
            return begin(seqno);
        }
        if (last.start() == seqno) {
            return last; // begun for this entry, which then found no space
        }
        if (EntryFlags.startsChunk(header.flags())) {
            complete(last);
            return begin(seqno);
        }
        if (earlier.hasStart(seqno)) {
            earlier.deleteFrom(seqno); // there a file began, here none does: not the same ledger
        }
        return last;
    }

    private WritableChunk begin(long seqno) throws IOException {
        boolean isRecovery = isRecovering && seqno > recoveryStart;
        if (isRecovery) {
            // These entries may yet be dropped: they must not take the place of others.
            earlier.setAsideFrom(seqno);
        }
        Optional<Path> existing = earlier.take(seqno);
        Path path = options.main().resolve(LedgerFileName.open(seqno, isRecovery));
        WritableChunk next =
                existing.isPresent()
                        ? WritableChunk.over(disk, existing.get(), seqno)
                        : WritableChunk.create(disk, path, seqno);
        chunks.add(next);
        forceDirectory();
        return next;
    }

    private void complete(WritableChunk chunk) throws IOException {
        chunk.complete();
        if (options.fsync()) {
            chunk.force();
        }
    }

    /** Hands all entries to the operating system. */
    void flush() throws IOException {
        if (!chunks.isEmpty()) {
            chunks.get(chunks.size() - 1).flush();
        }
    }

    /**
     * Waits until the disk has all entries handed over. The writer thread may call this without the
     * lock: nobody else changes chunks.
     */
    void force() throws IOException {
        if (!chunks.isEmpty()) {
            chunks.get(chunks.size() - 1).force();
        }
    }

    /**
     * Gives complete chunks that end at {@code seqno} or before their committed names. Stops at the
     * first rename that fails: a later file with a committed name would hide the failure.
     *
     * @return with which seqnos the renamed ones start
     */
    List<Long> commit(long seqno) throws IOException {
        List<Long> renamed = new ArrayList<>();
        for (WritableChunk chunk : List.copyOf(chunks)) {
            if (chunk.isComplete() && chunk.last() <= seqno) {
                if (!renameCommitted(chunk)) {
                    break;
                }
                chunks.remove(chunk);
                renamed.add(chunk.start());
            }
        }
        if (!renamed.isEmpty()) {
            forceDirectory();
        }
        return renamed;
    }

    private static boolean renameCommitted(WritableChunk chunk) throws IOException {
        boolean isRecovery = LedgerFileName.of(chunk.path()).orElseThrow().isRecovery();
        try {
            chunk.rename(LedgerFileName.committed(chunk.start(), chunk.last(), isRecovery));
        } catch (IOException e) {
            LOG.error("Cannot give {} its committed name", chunk.path(), e);
            return false;
        }
        chunk.close();
        return true;
    }

    /** Drops the entries after {@code seqno}. */
    void truncate(long seqno) throws IOException {
        while (!chunks.isEmpty() && chunks.get(chunks.size() - 1).start() > seqno) {
            chunks.remove(chunks.size() - 1).delete();
        }
        if (last() > seqno) {
            chunks.get(chunks.size() - 1).truncate(seqno);
        }
    }

    /**
     * Goes over to writing after {@code seqno}, using the files found there again as long as their
     * bytes are the same (spec 01, 1.9).
     *
     * @param last seqno of the last entry before the call
     */
    void resume(long seqno, long last) throws IOException {
        close();
        for (WritableChunk chunk : chunks.reversed()) {
            if (chunk.start() <= seqno && chunk.last() > seqno) {
                // Nobody vouches for these entries, and some of them will be written anew.
                LedgerScan.setAside(disk, chunk.path(), "the node goes on after seqno " + seqno);
            }
        }
        chunks.clear();
        earlier = EarlierFiles.after(seqno, options.main(), disk);
        earlierLast = last;
        forceDirectory();
    }

    /** From now on chunks that start after {@code seqno} go to recovery files (spec 01, 1.10). */
    void startRecovery(long seqno) {
        Check.that(!isRecovering, "a recovery from seqno %s is in progress", recoveryStart);
        isRecovering = true;
        recoveryStart = seqno;
    }

    /**
     * Gives all recovery files their final names, the first ones first, so that a crash in between
     * leaves the beginning of the ledger.
     */
    void completeRecovery() throws IOException {
        List<LedgerFileName> names = new ArrayList<>();
        for (Path file : LedgerScan.ledgerFiles(options.main())) {
            LedgerFileName.of(file).filter(LedgerFileName::isRecovery).ifPresent(names::add);
        }
        names.sort(Comparator.comparingLong(LedgerFileName::start));
        for (LedgerFileName name : names) {
            Path file = options.main().resolve(name.text());
            String target = LedgerFileName.recovered(name.text());
            Optional<WritableChunk> open =
                    chunks.stream().filter(chunk -> chunk.path().equals(file)).findFirst();
            if (open.isPresent()) {
                open.get().rename(target);
            } else {
                disk.move(file, file.resolveSibling(target));
            }
        }
        isRecovering = false;
        forceDirectory();
    }

    /** Makes new and renamed files survive a power failure, where that is wanted. */
    private void forceDirectory() throws IOException {
        if (options.fsync()) {
            try (FileChannel directory =
                    FileChannel.open(options.main(), StandardOpenOption.READ)) {
                directory.force(true);
            } catch (IOException e) {
                throw new IOException("cannot force " + options.main(), e); // see chunk's force
            }
        }
    }

    /** Closes all files without flushing; incomplete ones stay incomplete. */
    @Override
    public void close() throws IOException {
        for (WritableChunk chunk : chunks) {
            chunk.close();
        }
    }
}
