package dev.tallystick.kv.sealed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /**
     * Real paths of the directories that this process has. To ask the operating system is not
     * enough: a process that opens the marker a second time loses its lock when it closes it again.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel marker;

    private final AtomicBoolean isClosed = new AtomicBoolean();

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
        try {
            Files.createDirectories(path);
            return takeOverReal(path.toRealPath());
        } catch (FileSystemException e) { // whose message is often the path alone
            throw new IOException("cannot use %s: %s".formatted(path, e), e);
        }
    }

    private static OwnedDirectory takeOverReal(Path path) throws IOException {
        if (!OPEN.add(path)) {
            throw inUse(path);
        }
        boolean isTaken = false;
        try {
            checkOwn(path);
            OwnedDirectory owned = new OwnedDirectory(path, lockedMarker(path));
            isTaken = true;
            owned.emptyOrClose();
            return owned;
        } finally {
            if (!isTaken) {
                OPEN.remove(path);
            }
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

    private static FileChannel lockedMarker(Path path) throws IOException {
        FileChannel marker =
                FileChannel.open(
                        path.resolve(MARKER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        boolean isLocked = false;
        try {
            isLocked = marker.tryLock() != null;
        } finally {
            if (!isLocked) {
                marker.close();
            }
        }
        if (!isLocked) {
            throw inUse(path);
        }
        return marker;
    }

    private static IOException inUse(Path path) {
        return new IOException(path + " is in use by another sealed store: give each node its own");
    }

    private void emptyOrClose() throws IOException {
        try {
            empty();
        } catch (IOException e) {
            unlock();
            throw e;
        }
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

    /** Empties the directory and unlocks it; a second time it does nothing. */
    @Override
    public void close() throws IOException {
        if (isClosed.getAndSet(true)) {
            return; // it may be somebody else's by now
        }
        try {
            empty();
        } finally {
            unlock();
        }
    }

    private void unlock() throws IOException {
        try (marker) {
            OPEN.remove(path);
        }
    }
}
