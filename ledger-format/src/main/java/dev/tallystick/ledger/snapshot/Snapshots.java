package dev.tallystick.ledger.snapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The snapshots of a node's directories (spec 01, 7.1). */
public final class Snapshots {
    private static final Comparator<SnapshotFileName> NEWEST =
            Comparator.comparingLong(SnapshotFileName::seqno)
                    .thenComparingLong(SnapshotFileName::evidenceSeqno)
                    .thenComparing(SnapshotFileName::text);

    private Snapshots() {}

    /**
     * The snapshot to start from: the greatest seqno among committed, non-empty files. The main
     * directory wins only if its snapshot is strictly newer.
     *
     * @param readOnlyDirectory null if none is configured
     * @param mainDirectory may be missing
     * @throws IOException if a directory cannot be listed
     */
    public static Optional<Path> latest(@Nullable Path readOnlyDirectory, Path mainDirectory)
            throws IOException {
        Optional<Path> readOnly =
                readOnlyDirectory == null ? Optional.empty() : latest(readOnlyDirectory);
        Optional<Path> main = latest(mainDirectory);
        return main.isPresent() && (readOnly.isEmpty() || seqno(main.get()) > seqno(readOnly.get()))
                ? main
                : readOnly;
    }

    private static long seqno(Path file) {
        return SnapshotFileName.of(file).orElseThrow().seqno();
    }

    private static Optional<Path> latest(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        SnapshotFileName newest = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "snapshot*")) {
            for (Path file : files) {
                SnapshotFileName name = SnapshotFileName.of(file).orElse(null);
                if (name != null
                        && name.isCommitted()
                        && Files.isRegularFile(file)
                        && Files.size(file) > 0
                        && (newest == null || NEWEST.compare(name, newest) > 0)) {
                    newest = name;
                }
            }
        }
        return newest == null ? Optional.empty() : Optional.of(directory.resolve(newest.text()));
    }
}
