package dev.tallystick.ledger.audit;

import dev.tallystick.ledger.files.LedgerFileName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the files of a ledger and puts them in order (spec 01, 1.2 and 9.1). Files that were set
 * aside, belong to an unfinished recovery, or are no ledger files are passed over: if one of them
 * was needed, a gap shows.
 */
final class ChunkList {
    private static final Pattern CHUNK = Pattern.compile("ledger_\\d+(-\\d+(\\.committed)?)?");
    private static final Comparator<Chunk> ORDER =
            Comparator.comparingLong((Chunk chunk) -> chunk.name().start())
                    .thenComparing(chunk -> !chunk.name().isCommitted());

    private ChunkList() {}

    /** A file with what its name tells. */
    record Chunk(Path path, LedgerFileName name) {}

    /**
     * All chunks, contiguous from seqno 1 as far as their names tell.
     *
     * @throws AuditException if there are none, the first does not begin at 1, or their ranges
     *     leave a gap or overlap
     * @throws IOException if a directory cannot be listed
     */
    static List<Chunk> of(List<Path> directories) throws IOException {
        List<Chunk> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path directory : directories) {
            for (Path file : list(directory)) {
                String name = String.valueOf(file.getFileName());
                if (CHUNK.matcher(name).matches() && names.add(name)) {
                    LedgerFileName.parse(name)
                            .ifPresent(parsed -> found.add(new Chunk(file, parsed)));
                }
            }
        }
        found.sort(ORDER);
        List<Chunk> chunks = withoutCopies(found);
        check(chunks, directories);
        return chunks;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
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

    private static void check(List<Chunk> chunks, List<Path> directories) {
        if (chunks.isEmpty()) {
            Path place = directories.isEmpty() ? Path.of("") : directories.getFirst();
            throw new AuditException(place, 0, "there are no ledger files");
        }
        Chunk first = chunks.getFirst();
        if (first.name().start() != 1) {
            throw new AuditException(
                    first.path(),
                    first.name().start(),
                    "the ledger does not begin at seqno 1: seqnos 1 to "
                            + (first.name().start() - 1)
                            + " are missing");
        }
        for (int i = 1; i < chunks.size(); i++) {
            checkNeighbours(chunks.get(i - 1), chunks.get(i));
        }
    }

    private static void checkNeighbours(Chunk before, Chunk chunk) {
        if (chunk.name().isCommitted() && !before.name().isCommitted()) {
            throw new AuditException(
                    chunk.path(),
                    chunk.name().start(),
                    "a committed file follows the uncommitted " + before.name().text());
        }
        var end = before.name().lastSeqno();
        if (end.isPresent()) {
            requireNext(before, chunk, end.getAsLong() + 1);
        }
    }

    /** Refuses a chunk that does not begin at {@code expected}. */
    static void requireNext(Chunk before, Chunk chunk, long expected) {
        long start = chunk.name().start();
        if (start > expected) {
            throw new AuditException(
                    chunk.path(),
                    expected,
                    "seqnos "
                            + expected
                            + " to "
                            + (start - 1)
                            + " are missing after "
                            + before.name().text());
        }
        if (start < expected) {
            throw new AuditException(
                    chunk.path(), start, "the file overlaps with " + before.name().text());
        }
    }
}
