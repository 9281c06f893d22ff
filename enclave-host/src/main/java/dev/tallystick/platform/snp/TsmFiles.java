package dev.tallystick.platform.snp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file operations that configfs-tsm needs; a seam for tests, as no test machine has it. */
interface TsmFiles {

    /** The real file system. */
    TsmFiles SYSTEM =
            new TsmFiles() {
                @Override
                public void makeDirectory(Path directory) throws IOException {
                    Files.createDirectory(directory);
                }

                @Override
                public void write(Path file, byte[] bytes) throws IOException {
                    Files.write(file, bytes, StandardOpenOption.WRITE);
                }

                @Override
                public byte[] read(Path file) throws IOException {
                    return Files.readAllBytes(file);
                }

                @Override
                public void removeDirectory(Path directory) throws IOException {
                    Files.delete(directory);
                }
            };

    void makeDirectory(Path directory) throws IOException;

    /** One write of all the bytes to an existing file, freshly opened. */
    void write(Path file, byte[] bytes) throws IOException;

    byte[] read(Path file) throws IOException;

    void removeDirectory(Path directory) throws IOException;
}
