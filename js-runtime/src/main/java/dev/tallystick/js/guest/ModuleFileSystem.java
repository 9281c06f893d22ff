package dev.tallystick.js.guest;

import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The module table as the read-only file system that GraalJS imports from (spec 04, 4.1).
 *
 * <p>A specifier arrives as a path: relative ones already resolved against the importing module,
 * bare ones as they are, so that {@code b.js} means {@code /b.js}. Nothing is guessed: no
 * extensions, no index files. Confined to the thread that runs the context.
 */
final class ModuleFileSystem implements FileSystem {
    private static final Path ROOT = Path.of("/");

    private final ModuleSource modules;
    private final Map<Path, byte[]> synthetic = new HashMap<>();
    private final Map<Path, byte[]> opened = new HashMap<>();
    private @Nullable String missing;

    ModuleFileSystem(ModuleSource modules) {
        this.modules = modules;
    }

    /** Serves {@code text} under {@code key}, whatever the table holds there. */
    void put(String key, byte[] text) {
        synthetic.put(absolute(key), text);
    }

    /** The first module that was asked for in vain since the last call, null if all were found. */
    @Nullable String takeMissing() {
        String taken = missing;
        missing = null;
        return taken;
    }

    /** The path under which the engine, and so a stack trace, knows the module with this key. */
    static Path absolute(String key) {
        return ROOT.resolve(key).normalize();
    }

    private byte @Nullable [] find(Path path) {
        Path absolute = toAbsolutePath(path);
        byte[] text = synthetic.get(absolute);
        if (text == null) {
            text = opened.get(absolute);
        }
        if (text == null) {
            text = modules.module(absolute.toString());
            if (text == null) {
                // A name that was submitted with a leading slash is stored with two.
                text = modules.module("/" + absolute);
            }
            if (text != null) {
                opened.put(absolute, text);
            }
        }
        return text;
    }

    private byte[] require(Path path) throws NoSuchFileException {
        byte[] text = find(path);
        if (text == null) {
            String name = toAbsolutePath(path).toString();
            if (missing == null) {
                missing = name;
            }
            throw new NoSuchFileException(name);
        }
        return text;
    }

    @Override
    public Path parsePath(URI uri) {
        if (missing == null) {
            missing = uri.toString();
        }
        throw new UnsupportedOperationException("modules have no URLs: " + uri);
    }

    @Override
    public Path parsePath(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new UnsupportedOperationException("not a module path", e);
        }
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
            throws IOException {
        if (modes.contains(AccessMode.WRITE)) {
            throw new SecurityException("modules are read-only");
        }
        require(path);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return ROOT.resolve(path).normalize();
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        require(path);
        return toAbsolutePath(path);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new ReadOnlyBytes(require(path));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return Map.of(
                "isRegularFile", true, "isDirectory", false, "size", (long) require(path).length);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new SecurityException("modules are read-only");
    }

    @Override
    public void delete(Path path) {
        throw new SecurityException("modules are read-only");
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) {
        throw new SecurityException("modules cannot be listed");
    }
}
