package dev.tallystick.node;

import dev.tallystick.node.config.ExitStatus;
import dev.tallystick.node.config.StartupException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files for the operator, which appear whole or not at all: others poll for them (spec 06, 1.8).
 */
final class OutputFiles {
    private OutputFiles() {}

    /**
     * Writes {@code text} to a temporary name and renames it.
     *
     * @throws StartupException if it cannot be written
     */
    static void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, text);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartupException(
                    ExitStatus.FILE_ERROR, "Could not write file %s (%s)".formatted(file, e));
        }
    }
}
