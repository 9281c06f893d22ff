package dev.tallystick.ledger.files;

import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.ledger.entry.EntryDecoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one ledger file in two (spec 01, 9: {@code split_ledger.py}). Entries stay as they are, so
 * that the two parts are the same ledger; the last entry of the first part does not say that a file
 * ends with it, which readers accept.
 */
public final class ChunkSplit {
    /**
     * The files written.
     *
     * @param first the entries up to the seqno asked for; complete
     * @param rest the entries after it; complete if the whole file was
     */
    public record Parts(Path first, Path rest) {}

    /**
     * Why a file cannot be cut there; nothing has been written. The message says it in one line.
     */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final Path file;
    private final long seqno;
    private final boolean isAnyEntryAllowed;
    private final List<Long> offsets = new ArrayList<>();
    private boolean isComplete;
    private long entriesEnd;

    private ChunkSplit(Path file, long seqno, boolean isAnyEntryAllowed) {
        this.file = file;
        this.seqno = seqno;
        this.isAnyEntryAllowed = isAnyEntryAllowed;
    }

    /**
     * Cuts {@code file} after the entry {@code seqno} and writes both parts to another directory;
     * the file itself stays as it is.
     *
     * @param directory created if missing, with its parents; not that of the file, where the parts
     *     would overlap with it
     * @param isAnyEntryAllowed whether to cut after entries that are no signature transactions, too
     * @throws RefusedException if the file has no entries on both sides, the entry is no signature,
     *     or the directory is that of the file
     * @throws FileAlreadyExistsException if a part exists already; nothing is overwritten
     * @throws ChunkFormatException if the file is damaged
     * @throws IOException if a file cannot be read or written; no part of ours is left behind then
     */
    public static Parts split(Path file, long seqno, Path directory, boolean isAnyEntryAllowed)
            throws IOException, RefusedException {
        ChunkSplit split = new ChunkSplit(file, seqno, isAnyEntryAllowed);
        LedgerFileName name = split.examine();
        return split.write(name, directory);
    }

    /** Walks the whole file, so that no damage is copied. */
    private LedgerFileName examine() throws IOException, RefusedException {
        try (ChunkReader reader = ChunkReader.open(file)) {
            LedgerFileName name = reader.name();
            if (name.isIgnored()) {
                throw new RefusedException(file + " has been set aside and is no ledger file");
            }
            isComplete = reader.isComplete();
            entriesEnd = ChunkFile.ENTRIES_OFFSET;
            for (Optional<RawEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                RawEntry entry = next.get();
                offsets.add(entry.offset());
                entriesEnd = entry.offset() + entry.bytes().length;
                if (entry.seqno() == seqno) {
                    checkCut(entry);
                }
            }
            long last = name.start() + offsets.size() - 1;
            if (seqno < name.start() || seqno >= last) {
                throw new RefusedException(
                        "%s has seqnos %d to %d: it cannot be cut after %d"
                                .formatted(file, name.start(), last, seqno));
            }
            return name;
        }
    }

    private void checkCut(RawEntry entry) throws RefusedException {
        boolean isSignature;
        try {
            isSignature = new EntryDecoder().decodePublic(entry.bytes()).isSignature();
        } catch (LedgerFormatException e) {
            throw ChunkFormatException.ofEntry(file, entry.offset(), entry.seqno(), e);
        }
        if (!isSignature && !isAnyEntryAllowed) {
            throw new RefusedException(
                    "the entry at seqno %d of %s is no signature transaction"
                            .formatted(seqno, file));
        }
    }

    private Parts write(LedgerFileName name, Path directory) throws IOException, RefusedException {
        Files.createDirectories(directory);
        if (Files.isSameFile(directory, file.resolveSibling("."))) {
            throw new RefusedException(
                    "the parts would overlap with %s: choose another directory than %s"
                            .formatted(file.getFileName(), directory));
        }
        long last = name.start() + offsets.size() - 1;
        Path first = directory.resolve(LedgerFileName.part(name, name.start(), seqno));
        Path rest =
                directory.resolve(
                        isComplete
                                ? LedgerFileName.part(name, seqno + 1, last)
                                : LedgerFileName.open(seqno + 1, name.isRecovery()));
        int firstCount = (int) (seqno - name.start() + 1);
        if (Files.exists(rest)) {
            throw new FileAlreadyExistsException(rest.toString());
        }
        writePart(first, 0, firstCount, true);
        try {
            writePart(rest, firstCount, offsets.size(), isComplete);
        } catch (IOException e) {
            Files.delete(first);
            throw e;
        }
        return new Parts(first, rest);
    }

    /** Writes the entries from index {@code from} up to, not including, {@code to}. */
    private void writePart(Path target, int from, int to, boolean hasTable) throws IOException {
        long begin = offsets.get(from);
        long end = to == offsets.size() ? entriesEnd : offsets.get(to);
        long shift = begin - ChunkFile.ENTRIES_OFFSET;
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = Disk.REAL.create(target)) {
            try {
                ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                Disk.REAL.write(out, word.putLong(hasTable ? end - shift : 0).flip(), 0);
                copy(source, begin, end, out.position(ChunkFile.ENTRIES_OFFSET));
                if (hasTable) {
                    Positions positions = new Positions();
                    offsets.subList(from, to).forEach(offset -> positions.add(offset - shift));
                    Disk.REAL.write(out, positions.table(), end - shift);
                }
                out.force(true);
            } catch (IOException e) {
                Files.delete(target);
                throw e;
            }
        }
    }

    private void copy(FileChannel source, long begin, long end, FileChannel out)
            throws IOException {
        long at = begin;
        while (at < end) {
            long count = source.transferTo(at, end - at, out);
            if (count <= 0) {
                throw new IOException(file + " has become shorter");
            }
            at += count;
        }
    }
}
