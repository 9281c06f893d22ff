package dev.tallystick.node.e2e;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in memory, which a test can fill. Only root may make one. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;
    private final Path filler;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.filler = directory.resolve("filler");
    }

    static SmallDisk mount(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory);
        Assumptions.assumeTrue(isMounted, "this user may not mount a file system");
        return new SmallDisk(directory);
    }

    Path directory() {
        return directory;
    }

    /** Takes all the space there is. */
    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            while (directory.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /** Gives the space back. */
    void free() throws IOException {
        Files.delete(filler);
    }

    private static boolean run(Object... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        for (Object word : command) {
            builder.command().add(word.toString());
        }
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start().onExit().join().exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", directory);
    }
}
