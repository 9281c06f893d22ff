package dev.tallystick.ledger.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one ledger, found and put in order (spec 01, 1.2 and 9.1), for whoever reads a
 * ledger without running it. Files that were set aside, belong to an unfinished recovery, or are no
 * ledger files are passed over: if one of them was needed, a gap shows. A file that lies in several
 * directories is taken once, from the first.
 */
public final class LedgerChunks {
    private static final Pattern CHUNK = Pattern.compile("ledger_\\d+(-\\d+(\\.committed)?)?");
    private static final Pattern CHUNK_OR_RECOVERY = Pattern.compile(CHUNK + "(\\.recovery)?");
    private static final Comparator<Chunk> ORDER =
            Comparator.comparingLong((Chunk chunk) -> chunk.name().start())
                    .thenComparing(chunk -> !chunk.name().isCommitted());

    /** Nodes complete a file every few seconds at most; so many listings take far less. */
    private static final int LISTINGS_MAX = 10;

    private final List<Chunk> chunks;

    private LedgerChunks(List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    /**
     * A file with what its name tells.
     *
     * @param path where it is
     * @param name its name, read
     */
    public record Chunk(Path path, LedgerFileName name) {
        /** Where the file is now: a running node renames it once all of it is committed. */
        public Path currentPath() throws IOException {
            return RenamedFile.current(path, name);
        }

        /** Size of the file in bytes, as it is now. */
        public long size() throws IOException {
            return Files.size(currentPath());
        }

        /**
         * Refuses {@code next} unless it begins right after {@code last}, this file's last seqno.
         */
        public void requireNext(Chunk next, long last) {
            long start = next.name().start();
            if (start > last + 1) {
                throw ChunkFormatException.ofFile(
                        next.path(),
                        last + 1,
                        "seqnos %d to %d are missing after %s"
                                .formatted(last + 1, start - 1, name.text()));
            }
            if (start <= last) {
                throw ChunkFormatException.ofFile(
                        next.path(), start, "the file overlaps with " + name.text());
            }
        }
    }

    /**
     * The chunks at these places, contiguous as far as their names tell; they may begin anywhere.
     *
     * @param places ledger directories, or single ledger files
     * @throws ChunkFormatException if their ranges leave a gap or overlap
     * @throws IOException if there are none, a directory cannot be listed, or a place does not
     *     exist
     */
    public static LedgerChunks of(List<Path> places) throws IOException {
        return of(places, CHUNK);
    }

    /**
     * As {@link #of}, with the files of an unfinished recovery: what is in them is lost if the
     * recovery is not finished.
     */
    public static LedgerChunks withRecovery(List<Path> places) throws IOException {
        return of(places, CHUNK_OR_RECOVERY);
    }

    private static LedgerChunks of(List<Path> places, Pattern wanted) throws IOException {
        List<Chunk> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path place : places) {
            for (Path file : files(place)) {
                String name = String.valueOf(file.getFileName());
                if (wanted.matcher(name).matches() && names.add(name)) {
                    LedgerFileName.parse(name)
                            .ifPresent(parsed -> found.add(new Chunk(file, parsed)));
                }
            }
        }
        if (found.isEmpty()) {
            Path place = places.isEmpty() ? Path.of("") : places.getFirst();
            throw new FileSystemException(place.toString(), null, "there are no ledger files");
        }
        found.sort(ORDER);
        LedgerChunks ledger = new LedgerChunks(withoutCopies(found));
        ledger.checkOrder();
        return ledger;
    }

    private static List<Path> files(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        if (!Files.exists(place)) {
            throw new NoSuchFileException(place.toString());
        }
        return listed(place);
    }

    /** Lists until nothing changes: a file that is renamed meanwhile may show twice, or not. */
    private static List<Path> listed(Path directory) throws IOException {
        List<Path> before = List.of();
        for (int i = 0; i < LISTINGS_MAX; i++) {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> now = files.filter(Files::isRegularFile).sorted().toList();
                if (now.equals(before)) {
                    return now;
                }
                before = now;
            }
        }
        return before;
    }

    /**
     * Of files with the same start the committed one wins: the other is what it was before it was
     * complete.
     */
    private static List<Chunk> withoutCopies(List<Chunk> sorted) {
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk chunk : sorted) {
            boolean isCopy =
                    !chunks.isEmpty()
                            && chunks.getLast().name().start() == chunk.name().start()
                            && !chunk.name().isCommitted();
            if (!isCopy) {
                chunks.add(chunk);
            }
        }
        return chunks;
    }

    private void checkOrder() {
        for (int i = 1; i < chunks.size(); i++) {
            Chunk before = chunks.get(i - 1);
            Chunk chunk = chunks.get(i);
            if (chunk.name().isCommitted() && !before.name().isCommitted()) {
                throw ChunkFormatException.ofFile(
                        chunk.path(),
                        chunk.name().start(),
                        "a committed file follows the uncommitted " + before.name().text());
            }
            OptionalLong end = before.name().lastSeqno();
            if (end.isPresent()) {
                before.requireNext(chunk, end.getAsLong());
            }
        }
    }

    /** In order; at least one. */
    public List<Chunk> list() {
        return chunks;
    }

    /** Seqno of the first entry. */
    public long first() {
        return chunks.getFirst().name().start();
    }

    /**
     * Refuses a ledger whose beginning is missing.
     *
     * @param seqno of the first entry that is needed
     */
    public void requireFrom(long seqno) {
        if (first() > seqno) {
            throw ChunkFormatException.ofFile(
                    chunks.getFirst().path(),
                    first(),
                    "the ledger does not begin at seqno %d: seqnos %d to %d are missing"
                            .formatted(seqno, seqno, first() - 1));
        }
    }

    /** Those that may hold entries from {@code seqno} on; the last one if all end before it. */
    public List<Chunk> from(long seqno) {
        int index = 0;
        while (index + 1 < chunks.size() && chunks.get(index + 1).name().start() <= seqno) {
            index++;
        }
        return chunks.subList(index, chunks.size());
    }

    /** Bytes of all files together. */
    public long size() throws IOException {
        long size = 0;
        for (Chunk chunk : chunks) {
            size += chunk.size();
        }
        return size;
    }
}
