package dev.tallystick.kv.sealed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of a sealed store: recognised by a marker file, locked through it, emptied at start
 * and at the end. The marker itself stays, for a lock on a deleted file would exclude nobody.
 */
final class OwnedDirectory implements AutoCloseable {
    /** Marks a directory whose content may be deleted. */
    static final String MARKER = "TALLYSTICK-SEALED";

    /** Names of the files that RocksDB makes. */
    private static final Pattern ROCKSDB =
            Pattern.compile(
                    "\\d+\\.(sst|blob|log|dbtmp)|MANIFEST-\\d+|OPTIONS-\\d+(\\.dbtmp)?|CURRENT|IDENTITY|LOCK"
                        + "|LOG(\\.old\\.\\d+)?");

    private final Path path;
    private final FileChannel marker;

    private OwnedDirectory(Path path, FileChannel marker) {
        this.path = path;
        this.marker = marker;
    }

    /**
     * Creates the directory, or takes over that of an earlier process, and empties it.
     *
     * @throws IOException if another process uses it, if it holds files that are not a sealed
     *     store's (none is deleted then), or if the file system refuses
     */
    static OwnedDirectory takeOver(Path path) throws IOException {
        Files.createDirectories(path);
        checkOwn(path);
        FileChannel marker =
                FileChannel.open(
                        path.resolve(MARKER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try {
            lock(path, marker);
            OwnedDirectory owned = new OwnedDirectory(path, marker);
            owned.empty();
            return owned;
        } catch (IOException e) {
            marker.close();
            throw e;
        }
    }

    private static void checkOwn(Path path) throws IOException {
        List<Path> files = filesOf(path);
        boolean isMarked = Files.isRegularFile(path.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
        for (Path file : files) {
            boolean isOwn =
                    isMarked
                            && isOwnName(file.getFileName().toString())
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (!isOwn) {
                throw new IOException(
                        "%s holds %s, which is not of a sealed store: name an empty directory, or remove it"
                                .formatted(path, file.getFileName()));
            }
        }
    }

    private static boolean isOwnName(String name) {
        return name.equals(MARKER) || ROCKSDB.matcher(name).matches();
    }

    private static void lock(Path path, FileChannel marker) throws IOException {
        FileLock lock;
        try {
            lock = marker.tryLock();
        } catch (OverlappingFileLockException e) {
            throw inUse(path, e);
        }
        if (lock == null) {
            throw inUse(path, null);
        }
    }

    private static IOException inUse(Path path, @Nullable Throwable cause) {
        return new IOException(
                path + " is in use by another sealed store: give each node its own", cause);
    }

    private void empty() throws IOException {
        for (Path file : filesOf(path)) {
            if (ROCKSDB.matcher(file.getFileName().toString()).matches()) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> filesOf(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** Empties the directory and unlocks it. */
    @Override
    public void close() throws IOException {
        try (marker) {
            empty();
        }
    }
}
